//! The fonts, which are part of the program, and which of them has a character.
//!
//! Noto Sans has Latin, Greek and Cyrillic; the other scripts have a font each. What none of them has is printed as U+FFFD.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harfrust::{FontRef, GlyphBuffer, ShapeOptions, ShapePlan, ShapePlanKey, Shaper, ShaperData, UnicodeBuffer};
use krilla::text::Font;
use read_fonts::TableProvider;
use read_fonts::tables::cmap::Cmap;

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// A font, read when it is first needed.
pub(crate) struct Face {
    bytes: &'static [u8],
    read: OnceLock<Loaded>,
}

/// A font that was read.
pub(crate) struct Loaded {
    pub(crate) for_ink: Font,
    for_shaping: FontRef<'static>,
    shaper: ShaperData,
    /// How each script that was met is shaped: finding out takes longer than shaping.
    plans: Mutex<Vec<Arc<ShapePlan>>>,
    /// Units to the em.
    pub(crate) units: i32,
    characters: Cmap<'static>,
}

impl Face {
    const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, read: OnceLock::new() }
    }

    /// The font itself.
    pub(crate) fn loaded(&self) -> &Loaded {
        self.read.get_or_init(|| {
            let whole = "an embedded font is whole: a test prints with each";
            let for_shaping = FontRef::new(self.bytes).expect(whole);
            let shaper = ShaperData::new(&for_shaping);
            let units = i32::from(for_shaping.head().expect(whole).units_per_em());
            let characters = for_shaping.cmap().expect(whole);
            let for_ink = Font::new(self.bytes.into(), 0).expect(whole);
            Loaded { for_ink, for_shaping, shaper, plans: Mutex::default(), units, characters }
        })
    }

    /// Whether it has a character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.loaded().characters.map_codepoint(character).is_some_and(|glyph| glyph.to_u32() != 0)
    }
}

impl Loaded {
    /// The glyphs of a text whose script and direction are known.
    pub(crate) fn shape(&self, text: UnicodeBuffer) -> GlyphBuffer {
        let shaper = self.shaper.shaper(&self.for_shaping).build();
        let plan = self.plan(&shaper, &text);
        shaper.shape(text, ShapeOptions::new().plan(Some(&plan)))
    }

    fn plan(&self, shaper: &Shaper<'_>, text: &UnicodeBuffer) -> Arc<ShapePlan> {
        let key = ShapePlanKey::new(Some(text.script()), text.direction());
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plans.iter().find(|plan| key.matches(plan)) {
            return known.clone();
        }
        let plan = Arc::new(ShapePlan::new(shaper, text.direction(), Some(text.script()), None, &[]));
        plans.push(plan.clone());
        plan
    }
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").finish_non_exhaustive()
    }
}

/// The font of everything that has none of its own.
pub(crate) fn main_face(weight: Weight) -> &'static Face {
    match weight {
        Weight::Regular => &MAIN,
        Weight::Bold => &MAIN_BOLD,
    }
}

/// The font that has a character; none if no font has it.
pub(crate) fn face_of(character: char, weight: Weight) -> Option<&'static Face> {
    let code = u32::from(character);
    let script = SCRIPTS.iter().find(|script| script.blocks.iter().any(|(first, last)| (*first..=*last).contains(&code)));
    let own = script.map(|script| match (weight, &script.bold) {
        (Weight::Bold, Some(bold)) => bold,
        (Weight::Bold, None) | (Weight::Regular, _) => &script.regular,
    });
    [own, Some(main_face(weight))].into_iter().flatten().find(|face| face.has(character))
}

/// A script with a font of its own.
struct Script {
    /// The first and the last code points of its blocks.
    blocks: &'static [(u32, u32)],
    regular: Face,
    /// Where it has none, bold text is printed regular.
    bold: Option<Face>,
}

macro_rules! face {
    ($file:literal) => {
        Face::new(include_bytes!(concat!("../assets/", $file, ".ttf")))
    };
}

static MAIN: Face = face!("NotoSans-Regular");
static MAIN_BOLD: Face = face!("NotoSans-Bold");

/// Source of the blocks: the Unicode Character Database, `Blocks.txt`.
static SCRIPTS: [Script; 15] = [
    Script { blocks: &[(0x0530, 0x058F), (0xFB13, 0xFB17)], regular: face!("NotoSansArmenian-Regular"), bold: None },
    Script { blocks: &[(0x0590, 0x05FF), (0xFB1D, 0xFB4F)], regular: face!("NotoSansHebrew-Regular"), bold: None },
    Script {
        blocks: &[(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE)],
        regular: face!("NotoSansArabic-Regular"),
        bold: None,
    },
    Script {
        blocks: &[(0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)],
        regular: face!("NotoSansDevanagari-Regular"),
        bold: Some(face!("NotoSansDevanagari-Bold")),
    },
    Script { blocks: &[(0x0980, 0x09FF)], regular: face!("NotoSansBengali-Regular"), bold: None },
    Script { blocks: &[(0x0A00, 0x0A7F)], regular: face!("NotoSansGurmukhi-Regular"), bold: None },
    Script { blocks: &[(0x0A80, 0x0AFF)], regular: face!("NotoSansGujarati-Regular"), bold: None },
    Script { blocks: &[(0x0B00, 0x0B7F)], regular: face!("NotoSansOriya-Regular"), bold: None },
    Script { blocks: &[(0x0B80, 0x0BFF)], regular: face!("NotoSansTamil-Regular"), bold: None },
    Script { blocks: &[(0x0C00, 0x0C7F)], regular: face!("NotoSansTelugu-Regular"), bold: None },
    Script { blocks: &[(0x0C80, 0x0CFF)], regular: face!("NotoSansKannada-Regular"), bold: None },
    Script { blocks: &[(0x0D00, 0x0D7F)], regular: face!("NotoSansMalayalam-Regular"), bold: None },
    Script { blocks: &[(0x0D80, 0x0DFF)], regular: face!("NotoSansSinhala-Regular"), bold: None },
    Script { blocks: &[(0x0E00, 0x0E7F)], regular: face!("NotoSansThai-Regular"), bold: None },
    Script { blocks: &[(0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)], regular: face!("NotoSansGeorgian-Regular"), bold: None },
];
