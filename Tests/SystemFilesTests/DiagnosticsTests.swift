import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite struct DiagnosticsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ name: String) throws -> String { try String(contentsOfFile: folder(name), encoding: .utf8) }

  @Test func linesComeInOrder() throws {
    let file = open(folder("log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    let diagnostics = Diagnostics(descriptor: file)
    for number in 0..<1000 { diagnostics.line("line \(number)") }
    diagnostics.flush()
    #expect(try read("log") == (0..<1000).map { "line \($0)\n" }.joined())
  }

  @Test func aReaderThatDoesNotReadHoldsUpNobodyAndIsToldWhatItMissed() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    while Foundation.write(writer, "\n", 1) == 1 {}
    _ = fcntl(writer, F_SETFL, 0)
    let diagnostics = Diagnostics(descriptor: writer, limit: 10_000)
    // Far more than the queue holds, and nothing is read: none of these calls may wait.
    for number in 0..<20_000 { diagnostics.line("line \(number)") }
    diagnostics.flush(within: .milliseconds(20))
    #expect(!diagnostics.isIdle)
    let read = Task.detached {
      var text: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = Foundation.read(reader, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
      return String(decoding: text, as: UTF8.self)
    }
    diagnostics.flush()
    diagnostics.line("afterwards")
    diagnostics.flush()
    close(writer)
    let lines = await read.value.split(separator: "\n")
    close(reader)
    // Every line has come, or is counted where it is missing.
    var next = 0
    var missing = 0
    for line in lines.dropLast() {
      guard let number = line.split(separator: " ").compactMap({ Int($0) }).first else { break }
      if line.hasSuffix("could not be written here") {
        missing += number
      } else {
        #expect(number >= next)
        next = number + 1
      }
    }
    #expect(missing > 0 && lines.count { $0.hasPrefix("line") } + missing == 20_000)
    #expect(lines.last == "afterwards")
  }

  @Test func whatAFullDeviceTookNotIsCountedOnceItTakesAgain() throws {
    let device = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(device) }
    let diagnostics = Diagnostics(descriptor: device)
    diagnostics.line("one")
    diagnostics.line("two")
    diagnostics.flush()
    let file = open(folder("log"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    dup2(file, device)
    close(file)
    diagnostics.line("three")
    diagnostics.line("four")
    diagnostics.flush()
    #expect(try read("log") == "wraptop: 2 lines could not be written here\nthree\nfour\n")
  }

  @Test func aDescriptorThatOthersMadeNonBlockingIsWaitedFor() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    let (reader, writer) = (ends[0], ends[1])
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let written = DispatchGroup()
    DispatchQueue.global().async(group: written) { try? Descriptor.writeAll(bytes, to: writer) }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while received.count < bytes.count {
      var request = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
      poll(&request, 1, -1)
      let count = Foundation.read(reader, &buffer, buffer.count)
      if count > 0 { received += buffer[..<count] }
    }
    written.wait()
    #expect(received == bytes)
    for end in ends { close(end) }
  }

  @Test(arguments: [
    (["HOME": "/h", "XDG_STATE_HOME": "/s"], "/s/wraptop"), (["HOME": "/h"], "/h/.local/state/wraptop"),
    (["HOME": "/h", "XDG_STATE_HOME": "relative"], "/h/.local/state/wraptop"),
    (["HOME": "/h", "XDG_STATE_HOME": ""], "/h/.local/state/wraptop"),
  ])
  func stateIsKeptInTheHomeOfTheEnvironment(environment: [String: String], path: String) {
    #expect(UserFolders.state(environment: environment) == path)
  }

  @Test func withoutAHomeInTheEnvironmentTheListOfUsersHasIt() {
    let listed = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
    #expect(UserFolders.home(environment: [:]) == listed)
    #expect(UserFolders.home(environment: ["HOME": "not/absolute"]) == listed)
  }
}
