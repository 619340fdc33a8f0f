//! What is kept on disk over restarts, and when it is thrown away.

use std::path::PathBuf;

use super::*;

/// A folder of its own for one test, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("muster-engine-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn schema() -> TableSchema {
    Template::parse(TEMPLATE).and_then(|template| template.table()).expect("the template is part of the program")
}

#[tokio::test]
async fn a_settled_store_is_kept_with_its_secret() {
    let folder = Scratch::new("kept");
    let first = Engine::on_disk(&folder.0, 0).await.expect("a new store");
    assert!(first.is_new());
    let secret = first.secret().to_owned();
    first.settle().expect("a folder to write to");
    first.stop().await;
    let second = Engine::on_disk(&folder.0, 0).await.expect("the same store");
    assert!(!second.is_new());
    assert_eq!(second.secret(), secret);
    second.stop().await;
}

#[tokio::test]
async fn a_store_that_was_never_settled_is_made_anew() {
    let folder = Scratch::new("unsettled");
    Engine::on_disk(&folder.0, 0).await.expect("a new store").stop().await;
    let second = Engine::on_disk(&folder.0, 0).await.expect("another new store");
    assert!(second.is_new());
    second.stop().await;
}

#[tokio::test]
async fn a_store_of_another_schema_is_made_anew_and_then_kept() {
    let folder = Scratch::new("schema");
    let first = Engine::on_disk(&folder.0, 0).await.expect("a new store");
    first.settle().expect("a folder to write to");
    first.stop().await;
    let other = TableSchema { expires: Some("gone_at".to_owned()), ..schema() };
    let second = Engine::on_disk_with(&folder.0, 0, &other).await.expect("a new store");
    assert!(second.is_new());
    second.settle().expect("a folder to write to");
    second.stop().await;
    let third = Engine::on_disk_with(&folder.0, 0, &other).await.expect("the same store");
    assert!(!third.is_new());
    third.stop().await;
}

#[tokio::test]
async fn a_folder_has_one_user_at_a_time() {
    let folder = Scratch::new("lock");
    let first = Engine::on_disk(&folder.0, 0).await.expect("a new store");
    assert!(matches!(Engine::on_disk(&folder.0, 0).await, Err(EngineError::Io(_))));
    first.stop().await;
    Engine::on_disk(&folder.0, 0).await.expect("a free folder").stop().await;
}
