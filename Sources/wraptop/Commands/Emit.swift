import ArgumentParser
import Foundation
import Ingestion

/// Sends events to a socket, for shell scripts.
struct Emit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send one event, or the lines of standard input, to a running wraptop.",
    discussion: """
      Says of each line that was rejected why it was, of the first 20 at least. Ends with 0, and with 65 where everything \
      was rejected.

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
    let path = socket ?? DefaultSocket.ingestPath
    var sender = try EventSender(path: path)
    if let event {
      try sender.send(Array((event + "\n").utf8))
    } else {
      try sendStandardInput(&sender)
    }
    let reply = try sender.flush(id: 1, within: .seconds(30))
    guard let counts = FlushReply(reply) else {
      throw Failure("\(path): the answer makes no sense: \(reply)", exitCode: 74)
    }
    for line in counts.report(numbersLines: event == nil) { Main.warn(line) }
    if counts.isAllRejected { throw ExitCode(65) }
  }

  private func sendStandardInput(_ sender: inout EventSender) throws {
    var last: UInt8?
    while true {
      let data = FileHandle.standardInput.availableData
      guard !data.isEmpty else { break }
      last = data.last
      try sender.send(Array(data))
    }
    if let last, last != UInt8(ascii: "\n") { try sender.send([UInt8(ascii: "\n")]) }
  }
}
