import Foundation
import TestSupport
import Testing

/// `serve` with the options of the article Access, asked by curl.
@Suite(.waiting, .enabled(if: access("/usr/bin/curl", X_OK) == 0, "needs curl")) struct ProgramAccessTests {
  private let world: StoredProgram

  init() throws { world = try StoredProgram() }

  private func curl(_ arguments: String...) throws -> String {
    try ProgramRun("/usr/bin/curl", ["-s", "-w", " %{http_code}", "--max-time", "30"] + arguments, environment: [:])
      .output
  }

  private func refusal(_ arguments: String...) throws -> (status: Int32?, errors: String) {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["serve", "--store", "none", "--socket", world.folder("s.sock")] + arguments,
      environment: ProgramOnScreen.environment(in: world.folder))
    return (run.status, run.errors)
  }

  @Test func httpNeedsTheTokenThatWasMade() async throws {
    let program = try world.serve("--http", "127.0.0.1:0", "--token-file", world.folder("token"))
    let address = try #require(program.errors.firstMatch(of: #/http://127\.0\.0\.1:\d+/#)).0
    #expect(program.errors.contains("a token for clients was made; it is in \(world.folder("token"))"))
    let token = try String(contentsOfFile: world.folder("token"), encoding: .utf8).filter { !$0.isNewline }
    #expect(!program.errors.contains(token))
    #expect(try curl("\(address)/v1/alerts").hasSuffix(" 401"))
    #expect(try curl("-H", "Authorization: Bearer \(token)", "\(address)/v1/alerts").hasSuffix(" 200"))
    let body = #"{"rule":"r","seconds":60}"#
    let silence = try curl("-H", "Authorization: Bearer \(token)", "-d", body, "\(address)/v1/silences")
    #expect(silence.contains(#""by":"token:1""#) && silence.hasSuffix(" 200"), "\(silence)")
    #expect(try curl("-H", "Host: evil.example", "\(address)/v1/alerts").hasSuffix(" 403"))
    #expect(program.end(with: SIGTERM) == 0)
  }

  @Test func openMeansToReadOnThisMachine() async throws {
    let program = try world.serve("--http", "127.0.0.1:0", "--http-open")
    let address = try #require(program.errors.firstMatch(of: #/http://127\.0\.0\.1:\d+/#)).0
    #expect(try curl("\(address)/v1/alerts").hasSuffix(" 200"))
    #expect(try curl("-X", "DELETE", "\(address)/v1/silences/1").hasSuffix(" 403"))
    #expect(try curl("-H", "Origin: http://evil.example", "\(address)/v1/alerts").hasSuffix(" 403"))
    #expect(program.end(with: SIGTERM) == 0)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    for (arguments, status, message) in [
      (["--http", "127.0.0.1:0"], 64 as Int32, "--token-file"), (["--http-open"], 64, "without --http"),
      (["--http", "0.0.0.0:0", "--http-open"], 64, "--http-allow-remote"),
      (["--metrics", "0.0.0.0:0"], 64, "--http-allow-remote"),
      (["--http", "nowhere", "--http-open"], 64, "is no address and port"),
      (["--http", "127.0.0.1:0", "--http-open", "--tls-cert", "x"], 64, "one needs the other"),
      (["--view-group", "no-such-group"], 64, "there is no group no-such-group"),
      (["--http", "127.0.0.1:0", "--http-open", "--tls-cert", "x", "--tls-key", "y"], 66, "x: No such file"),
    ] {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["serve", "--store", "none", "--socket", world.folder("s.sock")] + arguments,
        environment: ProgramOnScreen.environment(in: world.folder))
      #expect(run.status == status && run.errors.contains(message), "\(arguments): \(run.errors)")
    }
    try world.folder.append("0123456789abcdef\n", to: "open")
    chmod(world.folder("open"), 0o644)
    let open = try refusal("--http", "127.0.0.1:0", "--token-file", world.folder("open"))
    #expect(open.status == 77 && open.errors.contains("chmod 600"))
  }

  @Test func theSettingsFileSaysTheSame() async throws {
    try world.folder.append(
      "serve:\n  http: 127.0.0.1:0\n  token_file: token\n  view_group: \"70002\"\n  api: run/api.sock\n",
      to: "config.yaml")
    let program = try world.serve("--config", world.folder("config.yaml"))
    #expect(program.errors.contains("http://127.0.0.1:") && world.folder.has("token"), "\(program.errors)")
    if geteuid() == 0 {
      var about = stat()
      #expect(lstat(world.folder("run/api.sock"), &about) == 0 && about.st_gid == 70_002, "\(program.errors)")
    }
    #expect(program.end(with: SIGTERM) == 0)
  }
}
