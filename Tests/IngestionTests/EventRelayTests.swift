import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Ingestion

/// What `emit` is made of, against servers that are not there, go away, do not answer, or refuse.
@Suite(.waiting) struct EventRelayTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A relay at work, what it said, and the end of the pipe that it reads.
  private final class Work: Sendable {
    let input: Int32
    let interruption: Interruption
    private let said = Mutex<[String]>([])
    private let result = Mutex<EventRelay.Outcome?>(nil)

    init(to path: String, _ options: EventRelay.Options) throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      input = ends[1]
      interruption = try Interruption()
      let (reader, interruption) = (ends[0], interruption)
      Thread.detachNewThread { [self] in
        var relay = EventRelay(
          to: { () throws(IngestionError) in [path] }, options: options, interruption: interruption
        ) {
          text in self.said.withLock { $0.append(text) }
        }
        let outcome = relay.run(input: reader)
        close(reader)
        result.withLock { $0 = outcome }
      }
    }

    var outcome: EventRelay.Outcome? { result.withLock { $0 } }
    var texts: [String] { said.withLock { $0 } }

    func write(_ text: String) {
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        if count > 0 { bytes = bytes.dropFirst(count) }
      }
    }

    func endInput() { close(input) }
  }

  private func start(_ change: (inout EventRelay.Options) -> Void = { _ in }) throws -> Work {
    var options = EventRelay.Options()
    options.patience = .seconds(60)
    change(&options)
    return try Work(to: folder("s.sock"), options)
  }

  private func lines(_ range: Range<Int>, id: String = "operation_id") -> String {
    range.map { #"{"\#(id)":"\#($0)"}"# + "\n" }.joined()
  }

  @Test func whatCameBeforeTheServerIsDeliveredOnceItIsThere() async throws {
    let work = try start()
    work.write(lines(0..<100))
    #expect(await eventually { work.texts.count == 1 })
    #expect(work.texts.first?.contains("nothing listens there; lines are held until they can be sent") == true)
    let server = try TestServer(folder("s.sock"))
    #expect(await eventually { server.received.total == 100 })
    work.write(#"{"operation_id":"last"}"#)
    work.endInput()
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.failure == nil && work.outcome?.dropped == 0 && work.outcome?.undelivered == 0)
    // One flush to learn that the server answers, one at the end.
    #expect(work.outcome?.replies == [#"{"flushed":2,"lines":103}"#])
    #expect(server.received.lines.count == 101 && server.received.total == 101)
    #expect(work.texts.last == "\(folder("s.sock")): lines are sent again")
  }

  @Test func whatWasNotAcknowledgedIsSentAgainIfItCountsOnce() async throws {
    let first = try TestServer(folder("s.sock"))
    let work = try start { $0.flushInterval = .seconds(600) }
    work.write(lines(100..<101))
    #expect(await eventually { first.received.flushes == 1 })
    work.write(lines(0..<50) + lines(50..<60, id: "other"))
    #expect(await eventually { first.received.total == 61 })
    await first.stop()
    work.write(lines(60..<70, id: "other"))
    work.endInput()
    let second = try TestServer(folder("s.sock"))
    #expect(await eventually { work.outcome != nil })
    #expect(second.received.total == 60 && second.received.lines.keys.count { $0.contains("operation_id") } == 50)
    #expect(work.outcome?.uncertain == 10 && work.outcome?.failure == nil && work.outcome?.undelivered == 0)
    #expect(work.texts.contains { $0.contains("10 lines without an operation_id may be lost") }, "\(work.texts)")
  }

  @Test func whatWasAcknowledgedIsNotSentAgain() async throws {
    let first = try TestServer(folder("s.sock"))
    let work = try start { $0.flushInterval = .milliseconds(10) }
    work.write(lines(0..<50, id: "other"))
    #expect(await eventually { first.received.total == 50 && first.received.flushes == 1 })
    await first.stop()
    work.endInput()
    let second = try TestServer(folder("s.sock"))
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.uncertain == 0 && second.received.total == 0)
    #expect(work.outcome?.replies.count == 1)
  }

  @Test func withoutAServerTheWriterIsNeverHeldUpAndTheOldestAreDropped() async throws {
    let work = try start { $0.heldBytes = 200_000 }
    let line = String(repeating: "x", count: 99) + "\n"
    // More than a pipe and the relay can hold.
    work.write(String(repeating: line, count: 10_000))
    work.endInput()
    #expect(await eventually { work.outcome != nil })
    let outcome = try #require(work.outcome)
    #expect(outcome.failure?.exitCode == 66)
    #expect(outcome.dropped + outcome.undelivered == 10_000)
    #expect(outcome.undelivered <= 2000 && outcome.undelivered > 1000)
    #expect(work.texts.count { $0.contains("the oldest lines are dropped") } == 1)
  }

  @Test func aLineWithoutEndIsLeftOut() async throws {
    let work = try start { $0.heldBytes = 200_000 }
    work.write(String(repeating: "x", count: 500_000) + "\nshort\n")
    let server = try TestServer(folder("s.sock"))
    work.endInput()
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.dropped == 1)
    #expect(server.received.lines == ["short": 1])
  }

  // A server that takes in little by little holds the writer up, and nothing is lost.
  @Test func aSlowServerLosesNothing() async throws {
    let listening = try ListeningSocket.open(folder("s.sock"))
    let work = try start { $0.heldBytes = 100_000 }
    let sent = lines(0..<30_000)
    Thread.detachNewThread {
      work.write(sent)
      work.endInput()
    }
    let number = listening.descriptor
    var connection: Int32 = -1
    #expect(
      await eventually {
        connection = accept(number, nil, nil)
        return connection >= 0
      })
    defer { close(connection) }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var answered = 0
    while work.outcome == nil {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { break }
      received += buffer[..<count]
      let flushes = String(decoding: received, as: UTF8.self).split(separator: "\n").count { $0.contains("flush") }
      for id in answered..<flushes {
        let reply = Array("{\"flushed\":\(id + 1),\"lines\":0}\n".utf8)
        send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
      }
      answered = flushes
    }
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.failure == nil && work.outcome?.dropped == 0)
    let text = String(decoding: received, as: UTF8.self).split(separator: "\n").filter { !$0.contains("flush") }
    #expect(text.joined(separator: "\n") + "\n" == sent)
    #expect(answered > 5)
  }

  @Test func aServerThatNeverAnswersIsGivenUp() async throws {
    let listening = try ListeningSocket.open(folder("s.sock"))
    let work = try start {
      $0.replyPatience = .milliseconds(50)
      $0.patience = .milliseconds(200)
    }
    work.write(lines(0..<5))
    work.endInput()
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.failure?.problem == "no reply came in time")
    #expect(work.outcome?.undelivered == 5)
    withExtendedLifetime(listening) {}
  }

  @Test func whoIsRefusedLearnsWhy() async throws {
    let server = try TestServer(folder("s.sock")) { $0.mostConnections = 0 }
    let work = try start { $0.patience = .milliseconds(200) }
    work.write(lines(0..<5))
    work.endInput()
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.failure?.description.contains("refused: too many connections") == true)
    #expect(work.outcome?.undelivered == 5)
    withExtendedLifetime(server) {}
  }

  @Test func aSignalEndsItSoon() async throws {
    let work = try start()
    work.write(lines(0..<5))
    work.interruption.signal()
    #expect(await eventually { work.outcome != nil })
    #expect(work.outcome?.undelivered == 5 && work.outcome?.failure?.exitCode == 66)
    work.endInput()
  }

  @Test func whatCannotBeReadIsSaid() async throws {
    let server = try TestServer(folder("s.sock"))
    let input = open(folder(""), O_RDONLY | O_CLOEXEC)
    defer { close(input) }
    let path = folder("s.sock")
    var relay = EventRelay(
      to: { () throws(IngestionError) in [path] }, interruption: try Interruption(), tell: { Issue.record("\($0)") })
    #expect(relay.run(input: input).failure?.description.contains("standard input: Is a directory") == true)
    withExtendedLifetime(server) {}
  }

  @Test(.enabled(if: geteuid() == 0)) func aDefaultSocketIsUsedOnlyInAFolderOfTheUsersOrTheSuperusers() throws {
    try folder.makeFolder("mine")
    try folder.makeFolder("other")
    try folder.makeFolder("open", mode: 0o777)
    #expect(chown(folder("other"), 12345, 12345) == 0)
    folder.link("link", to: folder("other"))
    let (mine, none) = (folder("mine/s"), folder("none/s"))
    #expect(try ListeningSocket.trusted([none, mine]) == [mine])
    #expect(try ListeningSocket.trusted([none]) == [none])
    #expect(try ListeningSocket.trusted([folder("other/s"), mine]) == [mine])
    for name in ["other", "link", "open"] {
      #expect(throws: IngestionError.self) { try ListeningSocket.trusted([folder("\(name)/s"), none]) }
    }
  }
}
