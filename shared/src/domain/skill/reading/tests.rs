//! How people spell skills, and what each spelling must, and must not, be read as.

use super::*;

const SPELLINGS: &str = include_str!("../spellings.tsv");

fn ids(text: &str) -> Vec<String> {
    let known = |skill: &Skill| skill.known().map(|id| id.to_string());
    read(&text.parse().expect("a text")).iter().filter_map(known).collect()
}

#[test]
fn the_spellings_that_people_use_are_read() {
    for row in SPELLINGS.lines().filter(|row| !row.starts_with('#')) {
        let (text, wanted) = row.split_once('\t').expect("two columns");
        let wanted: Vec<&str> = wanted.split(',').filter(|id| *id != "-").collect();
        assert_eq!(ids(text), wanted, "{text}");
    }
}

#[test]
fn names_that_resemble_each_other_stay_apart() {
    // F41a, F41c, F42
    for (text, wanted) in [
        ("JavaScript", &["javascript"][..]),
        ("Java", &["java"]),
        ("python,c,java", &["python", "c", "java"]),
        ("C++", &["cpp"]),
        ("C#", &["csharp"]),
        ("C/C++", &["c", "cpp"]),
        ("MySQL", &["mysql"]),
        ("PostgreSQL", &["postgresql"]),
    ] {
        assert_eq!(ids(text), wanted, "{text}");
    }
    assert_eq!(
        ids("JS, NodeJS, node.js, Postgres, Mongo, k8s, Python (primary)"),
        ["javascript", "nodejs", "postgresql", "mongodb", "kubernetes", "python"]
    );
}

#[test]
fn prose_and_generic_words_name_nothing() {
    // F41b, F41d
    for text in [
        "good communicator, email us, great gig",
        "go-to-market",
        "you'll go through interviews",
        "Go-live",
        "go live",
        "Go/No-Go",
        "R&D",
        "R and D",
        "I/O",
        "A/C",
        "C1",
        "English C1",
        "Grade (C)",
        "net",
        "Next 14",
        "client/server",
        "make",
        "supervisor",
        "karate",
        "poetry",
        "eloquent",
        "glue",
        "safe",
        "move",
        "rust removal",
        "C level executives",
        "5 years",
        "2024",
        "...",
        "((",
        "Джава",
    ] {
        assert_eq!(ids(text), Vec::<String>::new(), "{text}");
        assert_eq!(read(&text.parse().expect("a text")), [Skill::Unknown(text.parse().expect("a text"))], "{text}");
    }
}

#[test]
fn versions_levels_and_years_are_not_part_of_a_name() {
    for (text, wanted) in [
        ("Java 8/11/17", "java"),
        ("Java (8, 11)", "java"),
        ("Java 8, 11", "java"),
        ("Node.js (v18)", "nodejs"),
        ("Python 2.7/3.x", "python"),
        ("PHP7.4", "php"),
        ("Oracle 19c", "oracle-database"),
        ("Go 1.22+", "go"),
        ("R 4.3", "r"),
        (".NET 8", "dotnet"),
        (".NET Core 3.1", "dotnet"),
        ("Angular 1.5", "angularjs"),
        ("Angular 15", "angular"),
        ("Angular 17", "angular"),
        ("Python - expert", "python"),
        ("Python: 5+ years", "python"),
        ("Advanced SQL", "sql"),
        ("C programming language", "c"),
        ("• Redis;", "redis"),
        ("Go.", "go"),
        ("S3", "s3"),
        ("H2", "h2-database"),
        ("Perl 6", "raku"),
    ] {
        assert_eq!(ids(text), [wanted], "{text}");
    }
}

#[test]
fn a_text_can_name_several_skills() {
    for (text, wanted) in [
        ("C#/.NET", &["csharp", "dotnet"][..]),
        ("Java with Spring Boot", &["java", "spring-boot"]),
        ("CI/CD & Docker", &["ci-cd", "docker"]),
        ("Python (Django, Flask)", &["python", "django", "flask"]),
        ("Docker; Kubernetes | Helm", &["docker", "kubernetes", "helm"]),
        ("Java, C, and Go", &["java", "c", "go"]),
        ("TCP/IP", &["tcp-ip"]),
        ("MERN stack", &["mongodb", "express", "react", "nodejs"]),
    ] {
        assert_eq!(ids(text), wanted, "{text}");
    }
    let names: Vec<_> = read(&"Rust, Blorp, Go".parse().expect("a text")).iter().map(|skill| skill.name().to_owned()).collect();
    assert_eq!(names, ["Rust", "Blorp", "Go"]);
}

#[test]
fn each_group_names_known_skills_and_takes_no_skills_name() {
    for (name, members) in GROUPS {
        assert!(SkillId::by_key(name).is_none() && key(name) == name, "{name}");
        assert!(members.iter().all(|id| SkillId::find(id).is_some()), "{name}");
    }
}
