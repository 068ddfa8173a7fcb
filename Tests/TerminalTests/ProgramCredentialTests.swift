import Configuration
import ConfigurationFiles
import Foundation
import TestSupport
import Testing

/// `wraptop credential` without a terminal, with a key file, as scripts use it.
@Suite(.waiting) struct ProgramCredentialTests {
  private let folder: TemporaryFolder
  /// To be found wherever it should not be.
  private static let word = "pass-horse-battery-staple-42"

  init() throws {
    folder = try TemporaryFolder()
    try folder.append(bytes: (0..<32).map { $0 }, to: "key")
  }

  private var path: String { folder("state/wraptop/credentials") }

  private func run(_ arguments: String..., input: String = "", with more: [String: String] = [:]) throws -> ProgramRun {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["credential"] + arguments,
      environment: ProgramOnScreen.environment(in: folder).merging(["WRAPTOP_CREDENTIAL_KEY": folder("key")]) { $1 }
        .merging(more) { $1 }, input: input)
    #expect(!run.output.contains(Self.word) && !run.errors.contains(Self.word))
    return run
  }

  private func expectRefusal(
    _ run: ProgramRun, _ status: Int32, _ texts: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(run.errors.hasPrefix("wraptop: "), sourceLocation: sourceLocation)
    #expect(run.errors.count { $0 == "\n" } == 1, "\(run.errors)", sourceLocation: sourceLocation)
    for text in texts { #expect(run.errors.contains(text), "\(run.errors)", sourceLocation: sourceLocation) }
  }

  private func store() -> CredentialStore {
    CredentialStore(path: path, key: .keyFile(folder("key"))) { _, _ in }
  }

  private func value(_ name: String) throws -> String {
    try store().read(#require(CredentialName(name)), at: 0) { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aSecretHasItsLife() throws {
    let set = try run(
      "set", "openai/api_key", "--description", "nightly \u{1B}[31mjob", "--tag", "prod", "--tag", "eu", "--expires",
      "2999-01-31", input: Self.word + "\n")
    #expect(set.status == 0 && set.errors.isEmpty, "\(set.errors)")
    #expect(
      set.output
        == "made \(path)\nopenai/api_key is stored; configuration refers to it as ${credential:openai/api_key}\n")
    #expect(try value("openai/api_key") == Self.word)
    try expectRefusal(run("set", "openai/api_key", input: "x"), 73, "openai/api_key: is in the store")
    // The last line needs no line feed.
    #expect(try run("rotate", "openai/api_key", input: "other-" + Self.word).status == 0)
    #expect(try value("openai/api_key") == "other-" + Self.word)
    let list = try run("list")
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 2 && list.status == 0 && list.errors.isEmpty, "\(list.output)")
    // Columns stand below their heads.
    let column = try #require(lines[0].ranges(of: "CREATED").first).lowerBound
    let width = lines[0].distance(from: lines[0].startIndex, to: column)
    #expect(lines[1].dropFirst(width).hasPrefix("20"), "\(list.output)")
    #expect(
      lines[1].contains(
        /^openai\/api_key  \d{4}-\d\d-\d\d  1970-01-01 00:00Z  -  .* kept +prod,eu  nightly \\u\{1b\}\[31mjob$/),
      "\(lines[1])")
    #expect(try run("rotate", "openai/api_key", "--confirm").status == 0)
    try expectRefusal(run("rotate", "openai/api_key", "--confirm"), 65, "nothing is to confirm")
    try expectRefusal(run("rotate", "openai/apikey", input: "x"), 66, "did you mean openai/api_key?")
    #expect(try run("remove", "openai/api_key").status == 0)
    #expect(try run("list").output == "no secrets are kept\n")
    try expectRefusal(run("remove", "openai/api_key"), 66, "openai/api_key: is not in the store")
  }

  @Test func everyChangeIsAudited() throws {
    #expect(try run("set", "s/k", input: Self.word).status == 0)
    #expect(try run("rotate", "s/k", input: "x" + Self.word).status == 0)
    #expect(try run("rotate", "s/k", "--confirm").status == 0)
    #expect(try run("rekey", "--new-key-file", folder("key")).status == 0)
    #expect(try run("remove", "s/k").status == 0)
    let trail = folder("state/wraptop/audit.jsonl")
    let text = try String(contentsOfFile: trail, encoding: .utf8)
    let records = try text.split(separator: "\n").map {
      try JSONDecoder().decode(AuditRecord.self, from: Data($0.utf8))
    }
    #expect(
      records.map { "\($0.number) \($0.action.rawValue) \($0.wrapper) \($0.field)" } == [
        "1 credential_set s k", "2 credential_rotate s k", "3 credential_confirm s k", "4 credential_rekey  ",
        "5 credential_remove s k",
      ])
    #expect(records.allSatisfy { $0.actor.uid == getuid() && $0.layer == "credentials" })
    #expect(!text.contains(Self.word))
    // What cannot be audited does not happen.
    try FileManager.default.removeItem(atPath: trail)
    try folder.makeFolder("state/wraptop/audit.jsonl")
    let before = try Data(contentsOf: URL(filePath: path))
    let run = try run("set", "s/k", input: Self.word)
    #expect(run.status != 0 && run.errors.contains(trail), "\(run.errors)")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test func theListSaysWhatIsDue() throws {
    try FileManager.default.createDirectory(
      atPath: folder("state/wraptop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let old = try #require(CredentialName("old/key"))
    try store().set(
      old, to: #require(Secret(Self.word)), CredentialDetails(expires: 1_000_086_400, description: "d\u{202E}"),
      at: 1_000_000_000)
    let list = try run("list").output
    #expect(list.contains("2001-09-10 EXPIRED  2001-12-08 OVERDUE"), "\(list)")
    let json = try run("list", "--json").output
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(document?["schema"] as? Int == 1)
    let entry = try #require((document?["credentials"] as? [[String: Any]])?.first)
    #expect(
      entry.keys.sorted() == [
        "changed", "created", "description", "expires", "has_previous", "is_expired", "is_rotation_overdue", "key",
        "last_accessed", "rotation_due", "service", "tags",
      ])
    #expect(entry["service"] as? String == "old" && entry["key"] as? String == "key")
    #expect(entry["created"] as? String == "2001-09-09T01:46:40.000000Z")
    #expect(entry["rotation_due"] as? String == "2001-12-08T01:46:40.000000Z")
    #expect(entry["is_rotation_overdue"] as? Bool == true && entry["is_expired"] as? Bool == true)
    #expect(entry["last_accessed"] is NSNull && json.contains("d\\u202e"), "\(json)")
  }

  @Test func aSecretIsNeverAnArgument() throws {
    for arguments in [
      ["set", "s/k", Self.word], ["set", "s/k", "--value", Self.word], ["set", "s/k", "--value=" + Self.word],
      ["set", Self.word], ["rotate", "s/k", Self.word], ["rotate", "s/k", "--", Self.word],
      ["remove", "s/k", Self.word],
      ["rekey", Self.word], ["rekey", "--passphrase", Self.word], ["rekey", "--passphrase=" + Self.word], [Self.word],
      ["list", Self.word], ["list", "--passphrase=" + Self.word], ["set", "s/k", "--expires", Self.word],
      ["set", "s/k", "--expires=" + Self.word], ["set", "s/k", "-p" + Self.word],
    ] {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["credential"] + arguments,
        environment: ProgramOnScreen.environment(in: folder).merging(["WRAPTOP_CREDENTIAL_KEY": folder("key")]) { $1 },
        input: "x")
      expectRefusal(run, 64)
      #expect(!run.errors.contains(Self.word), "\(arguments): \(run.errors)")
    }
    try expectRefusal(run("set", "s/k", Self.word, input: "x"), 64, "a secret is never an argument", "standard input")
    #expect(!folder.has("state"))
  }

  @Test func standardInputIsOneLine() throws {
    try expectRefusal(run("set", "s/k", input: Self.word + "\nmore\n"), 65, "several lines")
    try expectRefusal(run("set", "s/k", input: "\n"), 66, "nothing was given")
    try expectRefusal(run("set", "s/k", input: ""), 66, "nothing was given")
    let long = String(repeating: "x", count: Secret.limit)
    try expectRefusal(run("set", "s/k", input: long + "y"), 65, "over 65536 bytes")
    #expect(!folder.has("state/wraptop/credentials"))
    #expect(try run("set", "s/k", input: long + "\n").status == 0)
    #expect(try value("s/k") == long)
  }

  @Test func withoutAKeyFileAndATerminalItSaysWhatToDo() throws {
    let none = ["WRAPTOP_CREDENTIAL_KEY": ""]
    try expectRefusal(run("set", "s/k", input: Self.word, with: none), 66, "there is no terminal", "--key-file")
    #expect(try run("set", "s/k", input: Self.word).status == 0)
    try expectRefusal(run("list", with: none), 77, path, "opens with a key file", "WRAPTOP_CREDENTIAL_KEY")
    try expectRefusal(run("rekey"), 66, "there is no terminal")
    // The option wins over the variable.
    #expect(try run("list", "--key-file", folder("key"), with: ["WRAPTOP_CREDENTIAL_KEY": folder("none")]).status == 0)
    try expectRefusal(run("list", "--key-file", folder("none")), 66, folder("none"), "/dev/urandom")
  }

  @Test func rekeyTakesAnotherKeyFile() throws {
    try folder.append(bytes: [UInt8](repeating: 9, count: 32), to: "new")
    #expect(try run("set", "s/k", input: Self.word).status == 0)
    #expect(
      try run("rekey", "--new-key-file", folder("new")).output
        == "\(path) opens with the key file \(folder("new")) from now on\n")
    try expectRefusal(run("list"), 77, "another key file")
    #expect(try run("list", "--key-file", folder("new")).output.contains("s/k"))
  }

  @Test func processesAtOnceLoseNothing() throws {
    let environment = ProgramOnScreen.environment(in: folder).merging(["WRAPTOP_CREDENTIAL_KEY": folder("key")]) { $1 }
    // Each sets its secrets as fast as it can, all at once.
    let script = "for i in 1 2 3 4; do echo v$1-$i | \"$0\" credential set w$1/k$i || exit 1; done"
    let programs = try (1...4).map { number in
      try RunningProgram(
        "/bin/bash", ["-c", script, ProgramOnScreen.program, "\(number)"], environment: environment,
        errorsPath: folder("errors-\(number)"))
    }
    let deadline = ContinuousClock.now + .seconds(120)
    while programs.contains(where: \.isRunning), ContinuousClock.now < deadline { usleep(10_000) }
    for number in 1...4 {
      #expect(programs[number - 1].errors.isEmpty, "\(programs[number - 1].errors)")
      for key in 1...4 { #expect(try value("w\(number)/k\(key)") == "v\(number)-\(key)") }
    }
    #expect(try store().names().count == 16)
  }

  @Test func aWriteThatFailsLeavesTheOldStore() throws {
    let large = String(repeating: "x", count: 4096)
    #expect(try run("set", "s/k", input: Self.word).status == 0)
    let before = try Data(contentsOf: URL(filePath: path))
    // Files may have no more than 2 KiB, which binds the superuser too.
    let limited = try ProgramRun(
      "/bin/bash", ["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" credential set s/large", ProgramOnScreen.program],
      environment: ProgramOnScreen.environment(in: folder).merging(["WRAPTOP_CREDENTIAL_KEY": folder("key")]) { $1 },
      input: large)
    expectRefusal(limited, 74, path, "File too large", "what was there is unchanged")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    #expect(!folder.contents.contains { $0.hasSuffix(".new") })
    #expect(try run("list").output.contains("s/k"))
  }

  @Test func anAlteredStoreIsLeftAlone() throws {
    #expect(try run("set", "s/k", input: Self.word).status == 0)
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: URL(filePath: path))
    chmod(path, 0o600)
    for arguments in [["list"], ["set", "s/2"], ["rotate", "s/k"], ["remove", "s/k"], ["rekey"]] {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["credential"] + arguments,
        environment: ProgramOnScreen.environment(in: folder).merging(["WRAPTOP_CREDENTIAL_KEY": folder("key")]) { $1 },
        input: "x")
      expectRefusal(run, 65, path, "is damaged or was altered")
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
  }
}
