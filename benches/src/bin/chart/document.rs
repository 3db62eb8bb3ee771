//! The part of a document between two marker comments.

use std::error::Error;
use std::fs;
use std::path::Path;

/// Puts the text between `<!-- name -->` and `<!-- /name -->`.
pub(crate) fn replace(document: &Path, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let (start, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let old = fs::read_to_string(document)?;
    let parts = old.split_once(&start).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{} has no {start} and {end}", document.display()))?;
    fs::write(document, format!("{before}{start}\n{text}{end}{after}"))?;
    Ok(())
}
