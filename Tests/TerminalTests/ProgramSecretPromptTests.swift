import Configuration
import ConfigurationFiles
import Foundation
import TestSupport
import Testing

/// Secrets and passphrases that are typed on a terminal: they show nowhere, and the terminal is given back as it was.
@Suite(.waiting) struct ProgramSecretPromptTests {
  private let folder: TemporaryFolder
  private static let word = "hunter2-horse-battery"
  private static let passphrase = "open sesame ünd mehr"

  init() throws {
    folder = try TemporaryFolder()
    try folder.append(bytes: (0..<32).map { $0 }, to: "key")
  }

  private func start(_ arguments: String..., hasKeyFile: Bool = false, input: Int32? = nil) throws -> VirtualTerminal {
    var environment = ProgramOnScreen.environment(in: folder)
    if hasKeyFile { environment["WRAPTOP_CREDENTIAL_KEY"] = folder("key") }
    return try VirtualTerminal(
      ProgramOnScreen.program, ["credential"] + arguments, environment: environment, columns: 120, input: input)
  }

  private func type(
    _ text: String, at prompt: String, of terminal: VirtualTerminal,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(terminal.wait(for: prompt), "\(terminal.text)", sourceLocation: sourceLocation)
    terminal.send(text)
  }

  private func expectEnd(
    _ exit: VirtualTerminal.Exit, of terminal: VirtualTerminal,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(terminal.waitForExit() == exit, "\(terminal.text)", sourceLocation: sourceLocation)
    #expect(terminal.modes == terminal.initialModes, sourceLocation: sourceLocation)
    let written = String(decoding: terminal.output, as: UTF8.self)
    for secret in [Self.word, Self.passphrase] {
      #expect(!written.contains(secret), "\(written)", sourceLocation: sourceLocation)
      // Nor bit by bit.
      #expect(!written.contains(secret.prefix(6)), "\(written)", sourceLocation: sourceLocation)
    }
  }

  @Test func whatIsTypedShowsNowhere() throws {
    let set = try start("set", "s/k")
    #expect(set.wait(for: "New passphrase of the credential store:"))
    #expect(set.modes != set.initialModes)
    set.send(Self.passphrase + "\n")
    type(Self.passphrase + "\n", at: "The same once more:", of: set)
    // As the terminal's own editing has it: a slip is taken back.
    type(Self.word + "x\u{7F}\n", at: "Secret of s/k:", of: set)
    expectEnd(.status(0), of: set)
    #expect(set.text.contains("s/k is stored"), "\(set.text)")

    let wrong = try start("list")
    type("open sesame\n", at: "Passphrase of the credential store:", of: wrong)
    expectEnd(.status(77), of: wrong)
    #expect(wrong.text.contains("opens with another passphrase"), "\(wrong.text)")

    // The secret is piped in, the passphrase is typed.
    try folder.append("second-secret\n", to: "input")
    let input = open(folder("input"), O_RDONLY | O_CLOEXEC)
    defer { close(input) }
    let piped = try start("set", "s/2", input: input)
    type(Self.passphrase + "\n", at: "Passphrase of the credential store:", of: piped)
    expectEnd(.status(0), of: piped)

    let rekey = try start("rekey", "--new-key-file", folder("key"))
    type(Self.passphrase + "\n", at: "Passphrase of the credential store:", of: rekey)
    expectEnd(.status(0), of: rekey)
    #expect(try value("s/k") == Self.word)
    #expect(try value("s/2") == "second-secret")
  }

  private func value(_ name: String) throws -> String {
    let store = CredentialStore(path: folder("state/wraptop/credentials"), key: .keyFile(folder("key"))) { _, _ in }
    return try store.read(#require(CredentialName(name)), at: 0) { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aSlipInANewPassphraseIsNoticed() throws {
    let set = try start("set", "s/k")
    type(Self.passphrase + "\n", at: "New passphrase of the credential store:", of: set)
    type("something else\n", at: "The same once more:", of: set)
    expectEnd(.status(65), of: set)
    #expect(set.text.contains("the two were not the same"))
    let short = try start("set", "s/k")
    type("1234567\n", at: "New passphrase of the credential store:", of: short)
    type("1234567\n", at: "The same once more:", of: short)
    expectEnd(.status(65), of: short)
    #expect(short.text.contains("less than 8 characters"))
    #expect(!folder.has("state/wraptop/credentials"))
  }

  @Test(arguments: [("key", SIGINT), ("key", SIGQUIT), ("signal", SIGINT), ("signal", SIGTERM), ("signal", SIGHUP)])
  func anEndByASignalGivesTheTerminalBack(way: String, number: Int32) throws {
    let set = try start("set", "s/k", hasKeyFile: true)
    #expect(set.wait(for: "Secret of s/k:"))
    set.send("hunter2-")
    if way == "key" { set.send(number == SIGINT ? "\u{3}" : "\u{1C}") } else { set.signal(number) }
    expectEnd(.signal(number), of: set)
    #expect(!folder.has("state/wraptop/credentials"))
  }

  @Test func anEmptyLineAndAnEndOfInputGiveNothing() throws {
    for key in ["\n", "\u{4}"] {
      let set = try start("set", "s/k", hasKeyFile: true)
      type(key, at: "Secret of s/k:", of: set)
      expectEnd(.status(66), of: set)
      #expect(set.text.contains("nothing was given"))
    }
  }

  @Test func aLineThatTheTerminalCutsIsRefused() throws {
    let set = try start("set", "s/k", hasKeyFile: true)
    type(String(repeating: "x", count: 4090), at: "Secret of s/k:", of: set)
    usleep(50_000)
    set.send(String(repeating: "y", count: 20) + "\n")
    expectEnd(.status(65), of: set)
    #expect(set.text.contains("over 4094 bytes"), "\(set.text)")
  }

  @Test(arguments: ["key", "stop"]) func aStopGivesTheTerminalToTheShell(way: String) throws {
    var environment = ProgramOnScreen.environment(in: folder)
    environment["WRAPTOP_CREDENTIAL_KEY"] = folder("key")
    environment["PS1"] = "prompt> "
    let shell = try VirtualTerminal(
      "/bin/bash", ["--norc", "--noediting", "-i"], environment: environment, columns: 120)
    #expect(shell.wait(for: "prompt>"))
    shell.send("\(ProgramOnScreen.program) credential set s/k\n")
    #expect(shell.wait(for: "Secret of s/k:"), "\(shell.text)")
    if way == "key" { shell.send("\u{1A}") } else { kill(try child(of: shell.process), SIGSTOP) }
    #expect(shell.wait(for: "Stopped"), "\(shell.text)")
    if way == "key" {
      shell.send("echo still $((1+1))\n")
      #expect(shell.wait(for: "echo still") && shell.wait(for: "still 2"), "\(shell.text)")
    }
    let before = shell.output.count
    shell.send("fg\n")
    #expect(shell.wait { String(decoding: $0.output.dropFirst(before), as: UTF8.self).contains("Secret of s/k: ") })
    shell.send(Self.word + "\n")
    #expect(shell.wait(for: "s/k is stored"), "\(shell.text)")
    shell.send("stty -a; exit\n")
    #expect(shell.waitForExit() == .status(0))
    #expect(shell.text.contains(" icanon ") && shell.text.contains(" echo "), "\(shell.text)")
    #expect(!String(decoding: shell.output, as: UTF8.self).contains("hunter2"))
    #expect(try value("s/k") == Self.word)
  }

  private func child(of process: Int32) throws -> Int32 {
    let children = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    return try #require(children.split(separator: " ").first.flatMap { Int32($0) })
  }
}
