import ArgumentParser
import Events
import Foundation
import Ingestion
import Reports
import Service

/// Says what on this machine wraptop could read.
struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what on this machine wraptop can read, and how to start.",
    discussion: """
      Looks for sessions of coding agents, logs of known formats, and container logs in their usual places. It reads the first \
      lines of files, starts nothing, and changes nothing.
      """)

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let now = SystemClock.now()
    let discovery = try Self.find(now: now)
    if json { return try StandardOutput.write(DiscoveryJSON.bytes(of: discovery)) }
    let text = DiscoveryText(color: StandardOutput.usesColor, glyphs: .ofEnvironment, now: now)
    try StandardOutput.write(Array(text.text(of: discovery).utf8))
  }

  /// Looks at this machine, and has the dashboard show what is there while it has nothing else to show.
  static func suggest(to core: Core) async {
    if let discovery = try? find(now: SystemClock.now()) { core.notices.suggest(discovery.inputs) }
  }

  /// Looks at this machine.
  static func find(now: Timestamp) throws -> Discovery {
    let environment = ProcessInfo.processInfo.environment
    guard
      var finder = InputFinder(
        environment: environment, home: environment["HOME"] ?? NSHomeDirectory(),
        folder: FileManager.default.currentDirectoryPath, now: now)
    else { throw ServiceError.outOfMemory }
    return finder.find()
  }
}
