//! The same team, in whatever order the pool stands.

use super::*;
use proptest::prelude::*;

fn people() -> impl Strategy<Value = Vec<Developer>> {
    proptest::collection::vec((300..1_000_i64, 0..3_u8), 1..14).prop_map(|facts| {
        let numbered = (1_u128..).zip(facts);
        numbered.map(|(number, (rupees, kind))| if kind == 0 { junior(number, rupees) } else { paid(number, rupees) }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_order_of_the_pool_makes_no_other_team(
        (developers, shuffled) in people().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        seats in proptest::collection::vec(1..4_u8, 1..4),
        budget in prop::option::of(1_000..12_000_i64),
    ) {
        let mut project = project();
        project.roles = (1..).zip(seats).map(|(number, seats)| role(number, seats)).collect();
        let terms = TeamTerms { budget: budget.map(|budget| rate(&budget.to_string(), "AUD", Per::Month)), ..TeamTerms::default() };
        let team = picked(&project, &developers, &terms);
        prop_assert_eq!(&team, &picked(&project, &shuffled, &terms));
        prop_assert_eq!(&team, &picked(&project, &developers, &terms));
        if let Ok(team) = team {
            let mut people: Vec<_> = team.members.iter().map(|member| member.fit.developer_id).collect();
            people.sort_unstable();
            people.dedup();
            prop_assert_eq!(people.len(), team.members.len());
            prop_assert!(budget.is_none_or(|budget| team.total.money.minor() <= budget * 100));
            prop_assert_eq!(team.score, team.members.iter().map(|member| u32::from(member.fit.score)).sum::<u32>());
            for role in &project.roles {
                let seated = team.members.iter().filter(|member| member.role_id == role.role_id).count();
                prop_assert_eq!(seated, usize::from(role.headcount));
            }
        }
    }
}
