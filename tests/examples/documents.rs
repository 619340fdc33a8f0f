//! Prints the documents that the tests print, to be looked at: `cargo run -p muster-tests --example documents -- <folder>`.

use std::path::PathBuf;
use std::time::Instant;

use muster_tests::documents;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    std::fs::create_dir_all(&folder)?;
    let all = [
        ("short", documents::short()),
        ("long", documents::long(200)),
        ("indian", documents::indian()),
        ("american", documents::american()),
        ("worldwide", documents::worldwide()),
    ];
    for (name, document) in all {
        let started = Instant::now();
        let file = render_invoice::print(&document).expect("every document can be printed");
        println!("{name}: {} bytes in {} ms", file.len(), started.elapsed().as_millis());
        std::fs::write(folder.join(format!("{name}.pdf")), file)?;
    }
    Ok(())
}
