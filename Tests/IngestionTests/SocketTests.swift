import Events
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct SocketTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // 1,100 clients and their other ends in one process.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, 8192)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  @Test func aHundredClientsWithPartialLinesLoseNothing() async throws {
    let server = try TestServer(folder("s.sock"))
    let path = folder("s.sock")
    try await withThrowingTaskGroup { group in
      for client in 0..<100 {
        group.addTask {
          let stream = try EventStream(path: path)
          for number in 0..<50 {
            let line = Array("client \(client) line \(number)\n".utf8)
            try await stream.send(Array(line.prefix(number % line.count)))
            try await stream.send(Array(line.dropFirst(number % line.count)))
          }
          #expect(try await stream.flush(id: 1, within: .seconds(30)) == "{\"flushed\":1,\"lines\":51}")
        }
      }
      try await group.waitForAll()
    }
    #expect(server.received.lines.count == 5000)
    #expect(server.received.total == 5000)
    #expect(await eventually { server.listener.counts == .init(open: 0, accepted: 100, refused: 0, denied: 0) })
  }

  @Test func onlySoManyConnectionsAreServedAtOnce() async throws {
    let server = try TestServer(folder("s.sock"))
    var clients: [TestClient] = []
    for _ in 0..<1100 { clients.append(try TestClient(connectedTo: folder("s.sock"))) }
    #expect(await eventually { server.listener.counts.accepted == 1024 && server.listener.counts.refused == 76 })
    var refusals = 0
    for client in clients.dropFirst(1024) where client.receive() == "{\"error\":\"too many connections\"}\n" {
      refusals += 1
    }
    #expect(refusals == 76)
    for (number, client) in clients.prefix(1024).enumerated() { client.send("line \(number)\n") }
    #expect(await eventually { server.received.total == 1024 })
    clients.removeAll()
    #expect(await eventually { server.listener.counts.open == 0 })
    var sender = try EventSender(path: folder("s.sock"))
    #expect(try sender.flush(id: 1, within: .seconds(30)).contains("flushed"))
  }

  // Clients that do not wait are turned away by the system when more wait than it lets.
  @Test func aThousandClientsThatDoNotWaitAreAllTakenIn() async throws {
    let server = try TestServer(folder("s.sock"))
    let first = try TestClient(connectedTo: folder("s.sock"))
    #expect(await eventually { server.listener.counts.open == 1 })
    let clients = try (0..<1000).map { _ in try TestClient(isBlocking: false) }
    #expect(clients.count { $0.connect(to: folder("s.sock")) } == min(1000, largestBacklog))
    for client in [first] + clients { client.send("line\n") }
    #expect(await eventually { server.received.total == 1 + min(1000, largestBacklog) })
  }

  private var largestBacklog: Int {
    let text = try? String(contentsOfFile: "/proc/sys/net/core/somaxconn", encoding: .utf8)
    return text.flatMap { Int($0.trimmingCharacters(in: .newlines)) } ?? 0
  }

  @Test func aSocketFileThatIsRemovedIsMadeAnew() async throws {
    let server = try TestServer(folder("run/s.sock"))
    var first = try EventSender(path: folder("run/s.sock"))
    #expect(unlink(folder("run/s.sock")) == 0)
    #expect(await eventually { server.events == [.madeAnew] && folder.status("run/s.sock") != nil })
    var second = try EventSender(path: folder("run/s.sock"))
    try second.send(Array("second\n".utf8))
    // Those who were connected before go on.
    try first.send(Array("first\n".utf8))
    #expect(try first.flush(id: 1, within: .seconds(30)).contains("flushed"))
    #expect(await eventually { server.received.lines == ["first": 1, "second": 1] })

    #expect(unlink(folder("run/s.sock")) == 0 && rmdir(folder("run")) == 0)
    #expect(await eventually { server.events == [.madeAnew, .madeAnew] })
    #expect(folder.status("run")?.st_mode == S_IFDIR | 0o700)
    #expect(try TestClient().connect(to: folder("run/s.sock")))
    await server.stop()
    #expect(folder.status("run/s.sock") == nil)
  }

  @Test func whatTakesTheSocketsPlaceIsLeftAloneAndSaidOnce() async throws {
    let server = try TestServer(folder("s.sock"))
    try folder.rename("s.sock", to: "away")
    try folder.append("precious", to: "s.sock")
    #expect(await eventually { server.events.count == 1 })
    guard case .lost(let error)? = server.events.first else {
      Issue.record("\(server.events)")
      return
    }
    #expect(error.problem == "is there already and is not a socket")
    #expect(folder.read("s.sock") == Array("precious".utf8))
    try folder.rename("away", to: "s.sock")
    #expect(await eventually { server.events == [.lost(error), .backInPlace] })
    #expect(try TestClient().connect(to: folder("s.sock")))
  }

  @Test func aRefusedSenderLearnsWhy() async throws {
    let server = try TestServer(folder("s.sock")) { $0.mostConnections = 0 }
    var sender = try EventSender(path: folder("s.sock"))
    #expect(await eventually { server.listener.counts.refused == 1 })
    do {
      _ = try sender.flush(id: 1, within: .seconds(30))
      Issue.record("not refused")
    } catch {
      #expect(error.description.contains("too many connections"))
    }
  }

  // In a process of its own, which becomes another user after the socket is made; only root can do that.
  @Test(.enabled(if: geteuid() == 0)) func anotherUserIsTurnedAway() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let server = try TestServer(folder("s.sock"))
      chmod(folder.path, 0o755)
      chmod(folder("s.sock"), 0o666)
      let root = try TestClient(connectedTo: folder("s.sock"))
      #expect(await eventually { server.listener.counts.open == 1 })
      try #require(seteuid(65534) == 0)
      let other = try TestClient(connectedTo: folder("s.sock"))
      #expect(
        other.receive()
          == "{\"error\":\"permission denied, as wraptop runs as user 0 and this client as user 65534\"}\n")
      #expect(other.receive() == "")
      root.send("served\n")
      #expect(await eventually { server.received.lines["served"] == 1 })
      #expect(server.listener.counts == .init(open: 1, accepted: 1, refused: 0, denied: 1))
      try #require(seteuid(0) == 0)
    }
  }

  @Test func halfALineThatEndsWithTheConnectionIsALine() async throws {
    let server = try TestServer(folder("s.sock"))
    var sender = try EventSender(path: folder("s.sock"))
    try sender.send(Array("whole\nhalf".utf8))
    #expect(await eventually { server.received.total == 1 })
    sender.finish()
    #expect(await eventually { server.received.lines["half"] == 1 })
    #expect(try sender.receiveLine(within: .seconds(30)) == nil)
  }

  @Test func aClientThatHangsWithHalfALineHoldsUpNobody() async throws {
    let server = try TestServer(folder("s.sock"))
    let hanging = try TestClient(connectedTo: folder("s.sock"))
    hanging.send("hal")
    var sender = try EventSender(path: folder("s.sock"))
    try sender.send(Array("whole\n".utf8))
    #expect(try sender.flush(id: 1, within: .seconds(30)) == "{\"flushed\":1,\"lines\":2}")
    #expect(server.listener.counts.open == 2)
    hanging.send("f\n")
    #expect(await eventually { server.received.lines["half"] == 1 })
  }

  @Test func aClientThatNeverReadsRepliesHoldsUpNobody() async throws {
    let server = try TestServer(folder("s.sock"))
    let rude = try TestClient(connectedTo: folder("s.sock"), isBlocking: false)
    let flushes = String(repeating: "{\"event\":\"flush\",\"id\":1}\n", count: 1000)
    // Sends until nothing more has gone through for a while.
    var stuck = 0
    #expect(
      await eventually {
        stuck = rude.send(flushes) < 0 ? stuck + 1 : 0
        return stuck > 50
      })
    var sender = try EventSender(path: folder("s.sock"))
    #expect(try sender.flush(id: 1, within: .seconds(30)) == "{\"flushed\":1,\"lines\":1}")
    #expect(server.listener.counts.open == 2)
  }

  @Test func theLargestUnfinishedLineIsCutOffFirst() async throws {
    let server = try TestServer(folder("s.sock")) { $0.mostUnfinishedBytes = 85_000 }
    var large = try EventSender(path: folder("s.sock"))
    try large.send([UInt8](repeating: 97, count: 80_000))
    var small = try EventSender(path: folder("s.sock"))
    try small.send([UInt8](repeating: 98, count: 20_000))
    #expect(await eventually { server.received.cuts.count >= 1 })
    try small.send([10])
    try large.send(Array("\nnext\n".utf8))
    #expect(await eventually { server.received.total == 2 })
    let cuts = server.received.cuts
    #expect(cuts == [CutLine(offset: 0, beginning: [UInt8](repeating: 97, count: CutLine.kept))])
    #expect((Set(server.received.lines.keys)) == ["next", String(repeating: "b", count: 20_000)])
  }

  // In a process of its own, as it takes all descriptors of the process and measures the time that it uses.
  @Test func clientsWaitUntilDescriptorsAreFreeAgain() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let server = try TestServer(folder("s.sock"))
      let first = try TestClient(connectedTo: folder("s.sock"))
      #expect(await eventually { server.listener.counts.open == 1 })
      let second = try TestClient()
      // Dispatch needs a descriptor for the first timer of each clock, and ends the process if there is none.
      try await Task.sleep(for: .milliseconds(1), clock: .continuous)
      try await Task.sleep(for: .milliseconds(1), clock: .suspending)
      var taken: [Int32] = []
      while case let number = dup(0), number >= 0 { taken.append(number) }
      try #require(taken.count > 100)
      #expect(second.connect(to: folder("s.sock")))
      second.send("late\n")
      first.send("still served\n")
      #expect(await eventually { server.received.lines["still served"] == 1 })
      let before = processorTime()
      try await Task.sleep(for: .milliseconds(500))
      #expect(processorTime() - before < .milliseconds(50), "accepting spins without descriptors")
      for number in taken { close(number) }
      #expect(await eventually { server.received.lines["late"] == 1 })
    }
  }

  @Test func stoppingClosesConnectionsAndRemovesTheSocket() async throws {
    let server = try TestServer(folder("s.sock"))
    var sender = try EventSender(path: folder("s.sock"))
    _ = try sender.flush(id: 1, within: .seconds(30))
    await server.stop()
    #expect(folder.status("s.sock") == nil)
    #expect(try sender.receiveLine(within: .seconds(30)) == nil)
  }
}

/// Processor time that this process has used.
private func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
