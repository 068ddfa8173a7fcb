import ArgumentParser
import Foundation
import Ingestion
import PlainText
import SystemFiles

/// Sends events to a socket, for shell scripts.
struct Emit: ParsableCommand, ServiceCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send one event, or the lines of standard input, to a running wraptop.",
    discussion: """
      At least the first 20 rejections are explained. The exit status is 0, or 65 if every line was rejected. Standard \
      input is read to the end even if no wraptop is running: up to 64 MiB is held for it, and if anything had to be \
      dropped, a message says so at the end and the exit status is 74. After a restart of wraptop, lines with an \
      operation_id that were not acknowledged are sent again; they count once.

        wraptop emit --wrapper nightly --duration-ms 1250 --error "429 from upstream"
        wraptop emit '{"wrapper_name":"nightly","status":"success","duration_ms":1250}'
        my-job --log-json | wraptop emit --socket /run/user/1000/wraptop/ingest.sock
      """)

  @Argument(help: "One JSON object. Without it, standard input is sent.")
  var event: String?

  @OptionGroup(title: "Fields of one event") var fields: EventFieldOptions

  @Option(name: .long, help: ArgumentHelp("The socket that wraptop listens on.", valueName: "path"))
  var socket: String?

  func validate() throws {
    if event != nil, fields.areAny {
      throw ValidationError("an event is either one JSON object or made of options, not both")
    }
    guard let event else { return }
    if event.allSatisfy(\.isWhitespace) { throw ValidationError("the event is empty; nothing was sent") }
    if event.contains("\n") {
      throw ValidationError("the event spans several lines; put it on one, or pipe the lines in")
    }
  }

  /// The one event; nil if standard input is sent.
  private var single: String? { event ?? (fields.areAny ? fields.line : nil) }

  func run() throws {
    let interruption = try Interruption()
    let signals = SignalWatch { _ in interruption.signal() }
    defer { signals.cancel() }
    let socket = socket
    let paths = { () throws(IngestionError) -> [String] in
      if let socket { [socket] } else { try DefaultSocket.pathsToSend() }
    }
    var relay = EventRelay(
      to: paths,
      interruption: interruption, tell: { StandardError.say($0) })
    let outcome =
      if let single { relay.run(Array((single + "\n").utf8)) } else { relay.run(input: STDIN_FILENO) }
    try report(outcome)
  }

  private func report(_ outcome: EventRelay.Outcome) throws {
    let place = outcome.path ?? "emit"
    let replies = try outcome.replies.map { line in
      guard let reply = FlushReply(line) else {
        throw Failure("\(place): the answer makes no sense: \(line)", status: .inputOutput)
      }
      return reply
    }
    // A server numbers the lines of a connection, which are those of the user if all of them went that way.
    let numbersLines = single == nil && replies.count == 1 && outcome.dropped == 0
    for line in replies.flatMap({ $0.report(numbersLines: numbersLines) }) {
      StandardError.say(line)
    }
    var losses: [String] = []
    if outcome.undelivered > 0, single == nil { losses.append("\(Self.lines(outcome.undelivered)) not delivered") }
    if outcome.dropped > 0 { losses.append("\(Self.lines(outcome.dropped)) dropped, as no server was there") }
    if outcome.uncertain > 0 {
      losses.append("\(Self.lines(outcome.uncertain)) without an operation_id may be lost")
    }
    if let failure = outcome.failure {
      throw Failure(([failure.description] + losses).joined(separator: "; "), exitCode: failure.exitCode)
    }
    guard losses.isEmpty else { throw Failure("\(place): " + losses.joined(separator: "; "), status: .inputOutput) }
    let said = replies.filter { $0.rejected + $0.accepted + $0.duplicates > 0 }
    if !said.isEmpty, said.allSatisfy(\.isAllRejected) { throw ExitCode(FailureStatus.badData) }
  }

  private static func lines(_ count: Int) -> String { NumberFormat.counted(count, "line") }
}

/// What a server answered to a flush: what became of everything that was sent on the connection (article Events,
/// Lifecycle events).
struct FlushReply: Decodable {
  /// A line that was rejected.
  struct Rejection: Decodable {
    /// Its number on the connection, counted from 1 and without flushes.
    var line: UInt64
    /// Why, as a sentence.
    var message: String
  }

  var accepted: UInt64
  var rejected: UInt64
  var duplicates: UInt64
  /// The first lines that were rejected; nil from servers that do not tell.
  var rejections: [Rejection]?

  /// Nothing of what was sent was of use.
  var isAllRejected: Bool { rejected > 0 && accepted == 0 && duplicates == 0 }

  /// Reads an answer; nil if it is none.
  init?(_ line: String) {
    guard let reply = try? JSONDecoder().decode(FlushReply.self, from: Data(line.utf8)) else { return nil }
    self = reply
  }

  /// What to tell of the lines that were rejected: each that is known, then how many there were.
  ///
  /// - Parameter numbersLines: the numbers are those of the lines as the user has them.
  func report(numbersLines: Bool) -> [String] {
    guard rejected > 0 else { return [] }
    var lines = (rejections ?? []).map { rejection in
      (numbersLines ? "line \(rejection.line): " : "") + "rejected: \(rejection.message)"
    }
    if rejected > 1 || accepted + duplicates > 0 || lines.isEmpty {
      let total = accepted + duplicates + rejected
      let why = lines.isEmpty ? "; press x in the dashboard for the reason" : ""
      lines.append("\(rejected) of \(total) lines were rejected\(why)")
    }
    return lines
  }
}
