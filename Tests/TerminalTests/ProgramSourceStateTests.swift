import Foundation
import TestSupport
import Testing

/// `wraptop serve` says which of its sources are in trouble and why lines are rejected, and its store keeps it.
@Suite(.waiting) struct ProgramSourceStateTests {
  private let program: StoredProgram
  private var folder: TemporaryFolder { program.folder }

  init() throws { program = try StoredProgram() }

  private func sources() throws -> [String: [String: Any]] {
    let run = try program.run("status", "--json", "--store", program.storePath)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
    let sources = document["sources"] as? [[String: Any]] ?? []
    return Dictionary(sources.map { ($0["name"] as? String ?? "", $0) }) { a, _ in a }
  }

  @Test func whatCannotBeReadIsInTheLogOnceAndInTheStore() throws {
    try folder.makeFolder("folder")
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    #expect(symlink(folder("loop"), folder("loop")) == 0)
    let names = ["late.jsonl", "folder", "pipe", "loop"]
    let serve = try program.serve(
      "--tail", folder(names[0]), "--tail", folder(names[1]), "--tail", folder(names[2]), "--tail", folder(names[3]))
    let expected = [
      "late.jsonl: there is no such file; it is read as soon as there is", "folder: is a folder, not a file",
      "pipe: is a pipe, not a file", "loop: cannot be read: Too many levels",
    ]
    for text in expected { #expect(program.eventually { serve.errors.contains(text) }, "\(text)\n\(serve.errors)") }
    #expect(try program.eventually { try sources().count == 5 })
    let found = try sources()
    for (name, text) in zip(names, expected) {
      let source = found[folder(name)] ?? [:]
      #expect(source["state"] as? String == (name == "late.jsonl" ? "waiting" : "failed"), "\(source)")
      #expect((source["problem"] as? String)?.contains(text) ?? false, "\(source)")
    }
    let text = try program.run("status", "--store", program.storePath).output
    for problem in expected { #expect(text.contains(problem), "\(text)") }

    // The folder changes, and what is wrong stays so: it is not said again. What appears is.
    try folder.append(StoredProgram.operation("1"), to: "late.jsonl")
    #expect(program.eventually { serve.errors.contains("late.jsonl: is read now") }, "\(serve.errors)")
    try program.expectStored(1)
    #expect(try sources()[folder("late.jsonl")]?["problem"] is NSNull)
    for text in expected { #expect(serve.errors.components(separatedBy: text).count == 2, "\(serve.errors)") }
    serve.end(with: SIGTERM)
  }

  @Test func aSourceThatIsNoLongerNamedIsNoLongerInTrouble() throws {
    try folder.makeFolder("folder")
    let first = try program.serve("--tail", folder("folder"))
    #expect(try program.eventually { try sources()[folder("folder")]?["state"] as? String == "failed" })
    first.end(with: SIGTERM)
    let second = try program.serve()
    #expect(try program.eventually { try sources()[folder("folder")]?["state"] as? String == "ended" })
    second.end(with: SIGTERM)
  }

  @Test func namesOfFilesDoNoHarmInTheLog() throws {
    let name = "a\u{1B}c\u{9B}\u{202E}b.jsonl"
    let serve = try program.serve("--tail", folder(name))
    let says = "a\u{FFFD}c\u{FFFD}\u{FFFD}b.jsonl: there is no such file"
    #expect(program.eventually { serve.errors.contains(says) }, "\(serve.errors)")
    #expect(!serve.errors.unicodeScalars.contains { "\u{1B}\u{9B}\u{202E}".unicodeScalars.contains($0) })
    serve.end(with: SIGTERM)
  }

  @Test func theFirstRejectionOfEachKindIsInTheLog() throws {
    try folder.append(
      #"{"wrapper_name":"w","status":"oops"}"# + "\n" + #"{"wrapper_name":"w","status":"sk-abcdefghijklmnop"}"#
        + "\ntext\n",
      to: "events.jsonl")
    let serve = try program.serve("--tail", folder("events.jsonl"))
    let reply = try program.send("{}\n\n[]\n" + StoredProgram.operation("1"))
    #expect(
      reply.hasSuffix(
        #""durable":true,"rejections":[{"line":1,"reason":"missingField","field":"wrapper_name","#
          + #""message":"wrapper_name is missing; it has to be a name of 1 to 256 bytes"},"#
          + #"{"line":3,"reason":"notAnObject","field":null,"message":"JSON, but not an object"}]}"#),
      "\(reply)")
    for text in [
      #"events.jsonl line 1: rejected: status: "oops" is not one of started, success,"#,
      "events.jsonl line 3: rejected: not valid JSON",
      "in.sock at byte 0: rejected: wrapper_name is missing",
    ] { #expect(program.eventually { serve.errors.contains(text) }, "\(serve.errors)") }
    #expect(!serve.errors.contains("line 2: rejected") && !serve.errors.contains("abcdefgh"), "\(serve.errors)")
    // The value that was found is stored with the line.
    let isStored = program.eventually {
      let status = try? program.run("status", "--store", program.storePath).output
      return status?.contains(#"events.jsonl line 2: rejected: status: "********" is not one of"#) ?? false
    }
    #expect(isStored)
    serve.end(with: SIGTERM)
  }

  @Test func anAnswerExplainsTheFirstOfManyRejectionsOnly() throws {
    let serve = try program.serve()
    let reply = try program.send(String(repeating: "x\n", count: 100_000))
    #expect(reply.contains(#""rejected":100000"#))
    #expect(reply.components(separatedBy: #""message""#).count == 21 && reply.utf8.count < 8192, "\(reply)")
    #expect(reply.contains(#"[{"line":1,"#) && reply.contains(#"{"line":20,"#), "\(reply)")
    serve.end(with: SIGTERM)
  }
}
