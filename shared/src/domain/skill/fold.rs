//! Spellings evened out: what two people write differently and mean alike becomes one string.

use unicode_normalization::UnicodeNormalization;

/// The text in compatibility form, without regard to case, with single blanks. Two texts that differ in nothing else fold
/// to the same string. Letters keep their script.
pub(super) fn fold(text: &str) -> String {
    let visible = text.chars().filter(|c| !is_ornament(*c));
    // Upper then lower joins what lower case alone keeps apart: ß and SS, the two forms of sigma.
    let folded: String = visible.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text folded for the look-up of a spelling: letters and signs that only look Latin become Latin first.
pub(super) fn fold_alike(text: &str) -> String {
    fold(&text.chars().filter(|c| !is_ornament(*c)).map(latin).nfkc().map(latin).collect::<String>())
}

/// What spellings are compared by: `Node.js`, `node js`, `NODE-JS` and `nodejs` have one key. A leading point counts, so
/// that `.NET` is not `net`; so do `+`, `#`, `/`, `&` and brackets.
pub(super) fn key(text: &str) -> String {
    let folded = fold_alike(text);
    let bare: Vec<char> = folded.trim_matches(is_joint).chars().collect();
    let digit_at = |at: usize| bare.get(at).is_some_and(char::is_ascii_digit);
    let inside = bare.iter().enumerate().filter_map(|(at, c)| match c {
        // A joint between digits parts numbers: 1.5 is not 15.
        c if is_joint(*c) => (at > 0 && digit_at(at - 1) && digit_at(at + 1)).then_some('.'),
        c => Some(*c),
    });
    let pointed = folded.starts_with('.') && bare.first().is_some_and(|c| c.is_alphabetic());
    pointed.then_some('.').into_iter().chain(inside).collect()
}

/// What joins the parts of one name and may be left out.
fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '.' | '\'')
}

/// Marks that carry no meaning: trade marks (which the compatibility form would turn into letters) and what does not show.
fn is_ornament(c: char) -> bool {
    matches!(c, '™' | '®' | '©' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}')
}

/// The Latin letter or ASCII sign that a letter of another script, or a typographer's sign, looks like.
fn latin(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Ԍ' => 'G',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ԛ' => 'Q',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' => 'y',
        '♯' => '#',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        '⁄' | '∕' => '/',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_mean_alike_have_one_key() {
        for (spelling, wanted) in [
            ("Node.js", "nodejs"),
            ("NODE-JS ", "nodejs"),
            ("node\u{a0}js", "nodejs"),
            ("Ｃ＋＋", "c++"),
            ("С++", "c++"),
            ("C♯", "c#"),
            (".NET", ".net"),
            ("Java™", "java"),
            ("CI/CD", "ci/cd"),
            ("T‑SQL", "tsql"),
            ("Angular 1.5", "angular1.5"),
            ("Angular 15", "angular15"),
        ] {
            assert_eq!(key(spelling), wanted, "{spelling}");
        }
        assert_ne!(key(".NET"), key("net"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Straße", "ΣΑΣ", "İstanbul", "ﬀ", "ǅ", "Вася", " a \t b "] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
        assert_eq!(fold("STRASSE"), fold("straße"));
    }
}
