//! Owns how the language of talk is chosen on the command line.

pub(super) use crate::report::lang::Lang;

impl clap::ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Vi, Self::En]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.pick("vi", "en")))
    }
}
