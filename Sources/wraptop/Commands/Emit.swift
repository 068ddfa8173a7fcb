import ArgumentParser
import Foundation
import Ingestion

/// Sends events to a socket, for shell scripts.
struct Emit: ParsableCommand, ServiceCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send one event, or the lines of standard input, to a running wraptop.",
    discussion: """
      Says of each line that was rejected why it was, of the first 20 at least. Ends with 0, and with 65 where everything \
      was rejected. Standard input is read to its end whether or not a wraptop runs: up to 64 MiB wait for it, and what had to be dropped is said at the end (74). After a \
      restart of wraptop, lines with an operation_id are sent again if they were not acknowledged; they count once.

        wraptop emit '{"wrapper_name":"nightly","status":"success","duration_ms":1250}'
        my-job --log-json | wraptop emit --socket /run/user/1000/wraptop/ingest.sock
      """)

  @Argument(help: "One JSON object; standard input is sent where it is left out.")
  var event: String?

  @Option(name: .long, help: ArgumentHelp("Where wraptop listens.", valueName: "path"))
  var socket: String?

  func validate() throws {
    guard let event else { return }
    if event.allSatisfy(\.isWhitespace) { throw ValidationError("the event is empty; nothing was sent") }
    if event.contains("\n") {
      throw ValidationError("the event spans several lines; put it on one, or pipe the lines in")
    }
  }

  func run() throws {
    let interruption = try Interruption()
    let signals = EndSignals { _ in interruption.signal() }
    defer { signals.cancel() }
    let socket = socket
    let paths = { () throws(IngestionError) -> [String] in
      if let socket { [socket] } else { try DefaultSocket.pathsToSend() }
    }
    var relay = EventRelay(
      to: paths,
      interruption: interruption, tell: { StandardError.say($0) })
    let outcome =
      if let event { relay.run(Array((event + "\n").utf8)) } else { relay.run(input: STDIN_FILENO) }
    try report(outcome)
  }

  private func report(_ outcome: EventRelay.Outcome) throws {
    let place = outcome.path ?? "emit"
    let replies = try outcome.replies.map { line in
      guard let reply = FlushReply(line) else {
        throw Failure("\(place): the answer makes no sense: \(line)", exitCode: 74)
      }
      return reply
    }
    // A server numbers the lines of a connection, which are those of the user if all of them went that way.
    let numbersLines = event == nil && replies.count == 1 && outcome.dropped == 0
    for line in replies.flatMap({ $0.report(numbersLines: numbersLines) }) {
      StandardError.say(line)
    }
    var losses: [String] = []
    if outcome.undelivered > 0, event == nil { losses.append("\(Self.lines(outcome.undelivered)) not delivered") }
    if outcome.dropped > 0 { losses.append("\(Self.lines(outcome.dropped)) dropped, as no server was there") }
    if outcome.uncertain > 0 {
      losses.append("\(Self.lines(outcome.uncertain)) without an operation_id may be lost")
    }
    if let failure = outcome.failure {
      throw Failure(([failure.description] + losses).joined(separator: "; "), exitCode: failure.exitCode)
    }
    guard losses.isEmpty else { throw Failure("\(place): " + losses.joined(separator: "; "), exitCode: 74) }
    let said = replies.filter { $0.rejected + $0.accepted + $0.duplicates > 0 }
    if !said.isEmpty, said.allSatisfy(\.isAllRejected) { throw ExitCode(65) }
  }

  private static func lines(_ count: Int) -> String { "\(count) line\(count == 1 ? "" : "s")" }
}
