import Events
import Foundation
import TestSupport
import Testing

@testable import Ingestion

private func has(_ program: String) -> Bool { access(program, X_OK) == 0 }

/// What the real tools of log rotation do, while they are watched and while nobody watches.
@Suite(.waiting) struct LogToolTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ range: ClosedRange<Int>) -> [String] {
    range.map { "{\"operation_id\":\"op\($0)\",\"wrapper_name\":\"jobs\",\"status\":\"success\"}" }
  }

  private func text(_ range: ClosedRange<Int>) -> String { lines(range).map { $0 + "\n" }.joined() }

  private func text(of name: String) -> String { (try? String(contentsOfFile: folder(name), encoding: .utf8)) ?? "" }

  private func run(_ program: String, _ arguments: [String], input: String = "") throws {
    let run = try ProgramRun(program, arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], input: input)
    #expect(run.status == 0, "\(run.errors)")
  }

  private func rotate(_ options: String) throws {
    if !folder.has("rotate.conf") {
      try folder.append(
        "\(folder("app.log")) {\n rotate 9\n\(options.split(separator: ",").joined(separator: "\n"))\n}\n",
        to: "rotate.conf")
      try folder.makeFolder("old")
    }
    try run("/usr/sbin/logrotate", ["-f", "-s", folder("rotate.state"), folder("rotate.conf")])
  }

  private static let habits = [
    "create", "copytruncate", "create,dateext", "create,dateext,dateformat .%Y-%m-%d-%s", "create,extension .log",
    "create,olddir old", "create,compress", "create,compress,delaycompress", "copytruncate,compress",
    "copytruncate,extension .log", "create,olddir old,extension .log,dateext,compress",
  ]

  @Test(.enabled(if: has("/usr/sbin/logrotate")), arguments: habits)
  func nothingIsLostWhenLogrotateRanMeanwhile(_ options: String) async throws {
    try folder.append(text(1...20), to: "app.log")
    let first = try Recorder([folder("app.log")])
    #expect(await first.reaches { $0.caughtUp == 1 && $0.lines.count == 20 })
    first.cancel()
    #expect(await first.reaches { $0.hasEnded })
    try folder.append(text(21...25), to: "app.log")
    try rotate(options)
    try folder.append(text(26...28), to: "app.log")
    let second = try Recorder([folder("app.log")]) { $0.known = first.now.known }
    #expect(await second.reaches { $0.caughtUp == 1 && $0.lines.count >= 8 })
    #expect(second.now.lines == lines(21...28))
    #expect(!second.now.notices.contains { $0.contains("not found any more") })
  }

  @Test(.enabled(if: has("/usr/sbin/logrotate")), arguments: habits)
  func nothingIsLostWhileLogrotateIsWatched(_ options: String) async throws {
    try folder.append(text(1...20), to: "app.log")
    let tail = try Recorder([folder("app.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count == 20 })
    // With a date only the first rotation of a day finds a free name.
    let rounds = options.contains("dateext") ? 1 : 3
    for round in 1...rounds {
      try rotate(options)
      try folder.append(text((20 * round + 1)...(20 * round + 20)), to: "app.log")
      #expect(await tail.reaches { $0.lines.count >= 20 * (round + 1) })
    }
    #expect(tail.now.lines == lines(1...(20 * (rounds + 1))))
  }

  @Test(
    .enabled(if: has("/usr/bin/svlogd") && has("/usr/bin/multilog")),
    arguments: [("/usr/bin/svlogd", "s"), ("/usr/bin/multilog", "m")])
  func whatDaemonsLogsRotatedMeanwhileIsRead(_ program: String, _ kind: String) async throws {
    try folder.makeFolder("log")
    if kind == "s" { try folder.append("s4000\nn20\n", to: "log/config") }
    let arguments = kind == "s" ? [folder("log")] : ["s4096", "n20", folder("log")]
    try run(program, arguments, input: text(1...20))
    let first = try Recorder([folder("log/current")])
    #expect(await first.reaches { $0.caughtUp == 1 && $0.lines.count == 20 })
    first.cancel()
    #expect(await first.reaches { $0.hasEnded })
    try run(program, arguments, input: text(21...300))
    let second = try Recorder([folder("log/current")]) { $0.known = first.now.known }
    #expect(await second.reaches { $0.caughtUp == 1 && $0.lines.count >= 280 })
    #expect(second.now.lines == lines(21...300))
  }

  // The daemon holds the file open and goes on writing to the renamed one until it is told; then it opens a new one.
  @Test(
    .enabled(if: has("/usr/sbin/rsyslogd") && has("/usr/sbin/logrotate")),
    arguments: ["create", "create,compress,delaycompress", "create,dateext,extension .log", "create,olddir old"])
  func nothingIsLostWhileASyslogDaemonWrites(_ options: String) async throws {
    let daemon = try SyslogDaemon(in: folder, writingTo: "app.log")
    let tail = try Recorder([folder("app.log")])
    let rounds = options.contains("dateext") ? 1 : 3
    for round in 0...rounds {
      if round > 0 {
        try rotate(options)
        // The lines that come before the signal go to the renamed file.
        try await daemon.send(lines((30 * round + 1)...(30 * round + 10)))
        #expect(await tail.reaches { $0.lines.count >= 30 * round + 10 })
        #expect(await daemon.reopen())
        try await daemon.send(lines((30 * round + 11)...(30 * round + 30)))
      } else {
        try await daemon.send(lines(1...30))
      }
      #expect(await tail.reaches { $0.lines.count >= 30 * (round + 1) })
    }
    #expect(tail.now.lines == lines(1...(30 * (rounds + 1))))
    #expect(!tail.now.notices.contains { $0.contains("lost") })
  }

  @Test(.enabled(if: has("/usr/sbin/rsyslogd") && has("/usr/sbin/logrotate")))
  func nothingIsLostWhenASyslogDaemonReopenedMeanwhile() async throws {
    let daemon = try SyslogDaemon(in: folder, writingTo: "app.log")
    try await daemon.send(lines(1...20))
    let first = try Recorder([folder("app.log")])
    #expect(await first.reaches { $0.caughtUp == 1 && $0.lines.count == 20 })
    first.cancel()
    #expect(await first.reaches { $0.hasEnded })
    try rotate("create")
    try await daemon.send(lines(21...25))
    #expect(await eventually { text(of: "app.log.1").contains("\"op25\"") })
    #expect(await daemon.reopen())
    try await daemon.send(lines(26...40))
    #expect(await eventually { text(of: "app.log").contains("\"op40\"") })
    let second = try Recorder([folder("app.log")]) { $0.known = first.now.known }
    #expect(await second.reaches { $0.caughtUp == 1 && $0.lines.count >= 20 })
    #expect(second.now.lines == lines(21...40))
  }
}
