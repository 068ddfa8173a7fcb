import Foundation
import TestSupport
import Testing

/// The API of the built program against those who know OpenAPI: a validator, and schemathesis, which asks for everything that the
/// description allows and much that it does not (article API).
@Suite(.waiting) struct ProgramAPITests {
  private static let tools =
    ProcessInfo.processInfo.environment["WRAPTOP_API_TOOLS"] ?? FileManager.default.currentDirectoryPath
    + "/.build/api-tools/bin"
  private static var hasTools: Bool {
    ["openapi-spec-validator", "schemathesis"].allSatisfy {
      FileManager.default.isExecutableFile(atPath: "\(tools)/\($0)")
    }
  }

  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
  }

  private func run(_ program: String, _ arguments: String...) throws -> ProgramRun {
    try ProgramRun(program, arguments, environment: environment, within: .seconds(300))
  }

  @Test func pathsAreListed() throws {
    let list = try run(ProgramOnScreen.program, "api")
    #expect(list.status == 0 && list.output.contains("GET /v1/snapshot "), "\(list.errors)")
    #expect(list.output.split(separator: "\n").allSatisfy { $0.contains(/^[A-Z]+ \/\S* +(none|read|send|change) +\S/) })
  }

  @Test(.enabled(if: hasTools, "openapi-spec-validator and schemathesis are not installed; .ci/run does that"))
  func theDescriptionIsValidAndTrue() async throws {
    let description = try run(ProgramOnScreen.program, "api", "--openapi")
    try folder.append(description.output, to: "openapi.json")
    let validation = try run("\(Self.tools)/openapi-spec-validator", folder("openapi.json"))
    #expect(validation.status == 0, "\(validation.output)\(validation.errors)")
    try folder.append("wrappers: {bot: {daily_budget: 5}, other: {}}\n", to: "w.yaml")
    try folder.append("serve: {api: \(folder("api.sock"))}\n", to: "settings.yaml")
    let server = try RunningProgram(
      ProgramOnScreen.program,
      [
        "serve", "--store", folder("store.db"), "--socket", folder("in.sock"), "--wrappers", folder("w.yaml"),
        "--config", folder("settings.yaml"),
      ], environment: environment, errorsPath: folder("errors.txt"))
    #expect(await eventually { server.errors.contains("storing in") || !server.isRunning })
    try folder.append(ProgramOnScreen.lines("bot", count: 50), to: "events.jsonl")
    let sent = try run(
      "/bin/sh", "-c", "\(ProgramOnScreen.program) emit --socket \(folder("in.sock")) < \(folder("events.jsonl"))")
    #expect(sent.status == 0, "\(sent.errors)")
    // schemathesis speaks TCP only.
    try folder.append(Self.forwarder, to: "forward.py")
    try folder.append(Self.settings, to: "schemathesis.toml")
    let checked = try run(
      "/bin/sh", "-c",
      """
      cd \(folder.path) && python3 forward.py api.sock > port & forwarder=$!
      trap 'kill $forwarder' EXIT
      cd \(folder.path) && until [ -s port ]; do kill -0 $forwarder || exit 1; sleep 0.1; done
      \(Self.tools)/schemathesis --config-file schemathesis.toml run openapi.json --url http://127.0.0.1:$(cat port) \
        --max-examples 10 --phases coverage,fuzzing --exclude-checks allow_header_conformance --exclude-path-regex '^/v1/stream'
      """)
    #expect(checked.status == 0, "\(checked.output.suffix(6000))\(checked.errors)")
    #expect(server.isRunning)
    #expect(server.end(with: SIGTERM) == 0)
  }

  // What may be said of a wrapper that is there may still not be valid, or come too late.
  private static let settings = """
    parameters = { "path.name" = "bot" }

    [checks.positive_data_acceptance]
    expected-statuses = ["2xx", 400, 404, 409, 422]
    [checks.missing_required_header]
    expected-statuses = [428]

    """

  private static let forwarder = """
    import socket, sys, threading

    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    while True:
        client, _ = server.accept()
        core = socket.socket(socket.AF_UNIX)
        core.connect(sys.argv[1])
        for ends in ((client, core), (core, client)):
            threading.Thread(target=pump, args=ends, daemon=True).start()

    """
}
