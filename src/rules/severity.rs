//! Severity by the taxonomy's table: a base for each category, and at most one step up.

use crate::model::{Category, Severity, Trait};

/// The severity of a category with these traits.
pub fn severity_of(category: Category, traits: &[Trait]) -> Severity {
    let has = |any: &[Trait]| traits.iter().any(|each| any.contains(each));
    let (base, worse) = match category {
        Category::Read if has(&[Trait::Secrets]) => (Severity::High, false),
        Category::Read => (Severity::Low, has(&[Trait::UntrustedContent])),
        Category::Write => (Severity::Medium, has(&[Trait::ChangesAccess, Trait::Bulk])),
        Category::Execute => (Severity::High, has(&[Trait::RunsCode])),
        Category::Destructive | Category::Financial => (Severity::Critical, false),
    };
    if worse { base.step_up() } else { base }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severity_steps_up_once_for_the_traits_its_row_names() {
        use {Category as C, Severity as S, Trait as T};
        assert_eq!(severity_of(C::Read, &[]), S::Low);
        assert_eq!(severity_of(C::Read, &[T::PrivateData]), S::Low);
        assert_eq!(severity_of(C::Read, &[T::UntrustedContent]), S::Medium);
        assert_eq!(
            severity_of(C::Read, &[T::UntrustedContent, T::Secrets]),
            S::High
        );
        assert_eq!(
            severity_of(C::Write, &[T::ExternalSink, T::Irreversible]),
            S::Medium
        );
        assert_eq!(severity_of(C::Write, &[T::ChangesAccess, T::Bulk]), S::High);
        assert_eq!(severity_of(C::Execute, &[T::Bulk]), S::High);
        assert_eq!(severity_of(C::Execute, &[T::RunsCode]), S::Critical);
        assert_eq!(severity_of(C::Destructive, &[T::Bulk]), S::Critical);
        assert_eq!(severity_of(C::Financial, &[]), S::Critical);
    }
}
