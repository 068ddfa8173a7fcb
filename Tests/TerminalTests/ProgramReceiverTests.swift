import Events
import Foundation
import TestSupport
import Testing

/// The built program receives telemetry, and is killed meanwhile.
@Suite(.waiting) struct ProgramReceiverTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]
  private let rounds =
    ProcessInfo.processInfo.environment["WRAPTOP_KILLS"].flatMap { Int($0) } ?? modelSeeds(12, brief: 5).count

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
  }

  private func run(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, arguments, environment: environment)
  }

  // Starts `serve` and waits until it listens; the answer has the port that the system chose.
  private func serve(_ arguments: [String] = []) async throws -> (program: RunningProgram, port: UInt16) {
    let program = try RunningProgram(
      ProgramOnScreen.program,
      ["serve", "--store", folder("store.db"), "--socket", folder("in.sock"), "--otlp", "127.0.0.1:0"] + arguments,
      environment: environment, errorsPath: folder("errors.txt"))
    #expect(await eventually { program.errors.contains("storing in") || !program.isRunning })
    let port = program.errors.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { UInt16($0.1) }
    return (program, try #require(port, "\(program.errors)"))
  }

  // Spans of calls that cost a thousandth of a dollar each, with ids of their own.
  private func request(_ ids: [UInt64]) -> [UInt8] {
    let now = UInt64(Date().timeIntervalSince1970) * 1_000_000_000
    let spans = ids.map { id in
      ProtobufMessage().bytes(1, [UInt8](repeating: 1, count: 16))
        .bytes(2, (0..<8).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) })
        .text(5, "chat").fixed(7, now - 1_000_000_000).fixed(8, now).attributes(
          9,
          [
            "gen_ai.operation.name": .text("chat"), "gen_ai.provider.name": .text("openai"),
            "gen_ai.usage.cost": .double(0.001),
          ])
    }
    return ProtobufMessage.request(of: spans, service: "shop").bytes
  }

  /// True if the request was answered with success, and so is stored; false if the program died before that.
  private static func post(_ body: [UInt8], to port: UInt16, _ fields: [String: String] = [:]) -> Bool {
    guard let client = try? TestHTTPClient(port) else { return false }
    client.post(
      "/v1/traces", fields.merging(["Content-Type": "application/x-protobuf"]) { own, _ in own }, body: body)
    let head = String(decoding: client.receive(), as: UTF8.self)
    return head.hasPrefix("HTTP/1.1 200 ")
  }

  private func status() throws -> [String: Any] {
    let run = try run(["status", "--json", "--store", folder("store.db")])
    try #require(run.status.map { $0 <= 3 } == true, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  // Killed between a request and its answer, or at any other moment: who got no answer sends again.
  @Test func whatWasAnsweredOutlivesAKillAndCountsOnce() async throws {
    var random = SeededRandom(seed: 3)
    var next: UInt64 = 1
    var unanswered: [UInt8]?
    var (answered, died) = (0, 0)
    for round in 0..<rounds {
      let (program, port) = try await serve()
      let killing = Task.detached {
        [process = program.identifier, delay = Int.random(in: 20...400, using: &random)] in
        try? await Task.sleep(for: .milliseconds(delay))
        kill(process, SIGKILL)
      }
      while true {
        let count = UInt64.random(in: 1...40, using: &random)
        let body = unanswered ?? request(Array(next..<next + count))
        if unanswered == nil { next += count }
        unanswered = body
        guard Self.post(body, to: port) else { break }
        unanswered = nil
        answered += 1
      }
      await killing.value
      died += 1
      #expect(program.end(with: SIGKILL) == nil, "round \(round)")
    }
    let (program, port) = try await serve()
    if let unanswered { #expect(Self.post(unanswered, to: port)) }
    // It need not end well: what was answered is stored.
    program.end(with: SIGKILL)
    #expect(died == rounds && answered > 0)
    let wrappers = try #require(try status()["wrappers"] as? [[String: Any]])
    let totals = try #require(wrappers.first?["totals"] as? [String: Any])
    let sent = next - 1
    #expect(wrappers.count == 1 && totals["total"] as? Int == Int(sent))
    #expect((totals["cost_usd"] as? String).flatMap(Money.init) == Money(nanodollars: Int128(sent) * 1_000_000))
  }

  @Test func endsWithTheRequestsAnsweredThatHaveCome() async throws {
    let (program, port) = try await serve()
    #expect(Self.post(request([1, 2, 3]), to: port))
    // A client that holds its connection keeps nobody.
    let client = try TestHTTPClient(port)
    client.send("POST /v1/tra")
    #expect(program.end(with: SIGTERM) == 0)
    let sources = try #require(try status()["sources"] as? [[String: Any]])
    let source = try #require(sources.first { $0["kind"] as? String == "otlp" })
    #expect(source["accepted"] as? Int == 3 && source["format"] as? String == "otlp")
    #expect(source["state"] as? String == "ended" && source["name"] as? String == "127.0.0.1:\(port)")
  }

  @Test func showsHowToSendAndWhatWasSent() throws {
    let program = try ProgramOnScreen(["--otlp", "127.0.0.1:0"])
    program.expect("curl http://127.0.0.1:")
    let match = program.terminal.text.firstMatch(of: /curl http:\/\/127\.0\.0\.1:([0-9]+)/)
    let port = try #require(match.flatMap { UInt16($0.1) })
    #expect(Self.post(request([1, 2]), to: port))
    program.expect("2 ops in all, 100 % ok")
    program.expect("HEALTHY", of: "openai")
    // One that speaks gRPC is told of, and not only to itself.
    let client = try TestHTTPClient(port)
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    program.expect("a sender speaks gRPC")
    program.press("2")
    program.expect("127.0.0.1:\(port)")
    program.press("q")
    program.expectEnd()
  }

  @Test func takesTelemetryOfThoseWhoKnowTheToken() async throws {
    try folder.append("a-secret\n", to: "token")
    let (program, port) = try await serve(["--otlp-token-file", folder("token")])
    #expect(!Self.post(request([1]), to: port))
    #expect(Self.post(request([1]), to: port, ["Authorization": "Bearer a-secret"]))
    #expect(program.end(with: SIGTERM) == 0)
    #expect(!program.errors.contains("a-secret"))
  }

  @Test(arguments: [
    (["--otlp", "0.0.0.0:4318"], 64, "--otlp-allow-remote"), (["--otlp", "[::]:4318"], 64, "--otlp-allow-remote"),
    (["--otlp", "example.com:4318"], 64, "is no address"), (["--otlp", "127.0.0.1:99999"], 64, "has no port"),
    (["--otlp-allow-remote"], 64, "without --otlp"), (["--otlp-token-file", "x"], 64, "without --otlp"),
    (["--otlp", "--otlp-token-file", "/missing"], 66, "/missing"),
  ])
  func refusesWhatMakesNoSense(arguments: [String], status: Int32, words: String) throws {
    let run = try run(["serve", "--store", "none", "--socket", folder("in.sock")] + arguments)
    #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
  }

  @Test func saysThatAnAddressIsTaken() async throws {
    let (program, port) = try await serve()
    let run = try run(
      ["serve", "--store", "none", "--socket", folder("other.sock"), "--otlp", "127.0.0.1:\(port)"])
    #expect(run.status == 73 && run.errors.contains("127.0.0.1:\(port)") && run.errors.contains("--otlp"))
    #expect(program.end(with: SIGTERM) == 0)
  }
}
