"""What schemathesis is not to send."""

from urllib.parse import unquote

import schemathesis


@schemathesis.hook
def filter_path_parameters(context, path_parameters):
    # A gateway ends the path at a question mark, though it was sent encoded: the request is then one to another route.
    return not any("?" in unquote(str(value)) for value in (path_parameters or {}).values())
