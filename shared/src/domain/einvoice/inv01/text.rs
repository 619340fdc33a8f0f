//! Texts as the form admits them: without quotation marks and backslashes, within bounds of length.

/// The text with what the form does not admit replaced by what reads the same.
pub(super) fn clean(text: &str) -> String {
    let replace = |c: char| match c {
        '"' => '\'',
        '\\' => '/',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(replace).collect()
}

/// A cleaned text, cut to so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    clean(text).chars().take(most).collect()
}

/// A cleaned text, if it has so many characters.
pub(super) fn within(text: &str, least: usize, most: usize) -> Option<String> {
    let text = clean(text);
    (least..=most).contains(&text.chars().count()).then_some(text)
}
