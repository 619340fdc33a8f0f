//! The program as it is run: what it prints, and how it ends. It is tested here because only this package knows where its binary is.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running program, ended with its test whatever happens.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start() -> (Program, BufReader<ChildStdout>, String) {
    start_with(&[], Stdio::inherit())
}

fn start_with(more: &[&str], errors: Stdio) -> (Program, BufReader<ChildStdout>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_muster-local"))
        .args(["--port", "0", "--memory", "--empty"])
        .args(more)
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
    let program = Program(child);
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    let address = line.trim_end().strip_prefix("listening on http://").expect("the line that tells where").to_owned();
    (program, output, address)
}

fn send_signal(program: &Program, name: &str) {
    let sent = Command::new("kill").args([name, &program.0.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
}

#[test]
fn it_tells_where_it_listens_answers_there_and_gives_a_token_for_each_role() {
    let (mut program, mut output, address) = start();
    let mut connection = TcpStream::connect(&address).expect("it listens");
    write!(connection, "GET /local/clock HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("a request is sent");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains(r#"{"now":""#), "{answer}");
    send_signal(&program, "-TERM");
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("its output ends with it");
    for role in ["operator", "client", "developer"] {
        assert!(rest.lines().any(|line| line.trim_start().starts_with(role) && line.split('.').count() == 3), "{role} in {rest}");
    }
    assert_eq!(program.0.wait().expect("it ends").code(), Some(0));
}

#[test]
fn an_interruption_ends_it_cleanly() {
    let (mut program, _output, _) = start();
    send_signal(&program, "-INT");
    assert_eq!(program.0.wait().expect("it ends").code(), Some(0));
}

#[test]
fn it_prints_a_line_for_each_request_only_when_asked() {
    for (more, line) in [(&[][..], false), (&["--log", "info"][..], true)] {
        let (mut program, _output, address) = start_with(more, Stdio::piped());
        let mut connection = TcpStream::connect(&address).expect("it listens");
        write!(connection, "GET /local/clock HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("a request is sent");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("an answer");
        send_signal(&program, "-TERM");
        let mut log = String::new();
        program.0.stderr.take().expect("it is piped").read_to_string(&mut log).expect("its log ends with it");
        assert_eq!(log.contains("GET /local/clock"), line, "{log}");
        assert!(line || log.is_empty(), "{log}");
    }
}
