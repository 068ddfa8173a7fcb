import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

/// More files than may be open.
@Suite(.waiting) struct ManyFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func name(_ number: Int) -> String { "f\(number).log" }

  // Reads all that there is, and keeps the lines.
  private func readAll(_ session: TailSession, _ lines: inout [String]) throws {
    session.noteChanges()
    var most = 0
    defer { #expect(most <= 9) }
    while true {
      most = max(most, session.schedule.open)
      switch session.advance() {
      case .event(.chunk(_, let chunk, _, _)): lines += chunk.text
      case .event, .busy: continue
      case .ended, .idle: return
      }
    }
  }

  private func session(_ pattern: String, _ change: (inout TailOptions) -> Void = { _ in }) -> TailSession {
    var options = TailOptions()
    options.openFiles = 8
    options.rotationGrace = .zero
    change(&options)
    return TailSession(patterns: [folder(pattern)], options: options)
  }

  @Test func fewAreOpenAndAllAreFollowed() throws {
    let text = { (number: Int, round: Int) in "{\"n\":\(number),\"round\":\(round)}\n" }
    for number in 0..<100 { try folder.append(text(number, 0), to: name(number)) }
    let session = session("*.log")
    var lines: [String] = []
    var expected: [String] = []
    for round in 0..<4 {
      for number in 0..<100 { expected.append(String(text(number, round).dropLast())) }
      try readAll(session, &lines)
      #expect(lines.sorted() == expected.sorted())
      #expect(session.schedule.open <= 5)
      for number in 0..<100 {
        // In two parts, the first of which ends within a line.
        try folder.append("{\"n\":\(number)", to: name(number))
        if number % 10 == 0 { try readAll(session, &lines) }
        try folder.append(",\"round\":\(round + 1)}\n", to: name(number))
      }
    }
  }

  @Test func closedFilesAreFollowedWhenTheyAreRotatedTruncatedAndRemoved() throws {
    for number in 0..<60 { try folder.append("{\"n\":\(number),\"first\":1}\n", to: name(number)) }
    let session = session("*.log")
    var lines: [String] = []
    try readAll(session, &lines)
    var expected = Set(lines)
    #expect(expected.count == 60)
    for number in 0..<60 {
      switch number % 4 {
      case 0:
        // More is written, and it is rotated at once.
        try folder.append("{\"n\":\(number),\"last\":1}\n", to: name(number))
        try folder.rename(name(number), to: name(number) + ".1")
        try folder.append("{\"n\":\(number),\"new\":1}\n", to: name(number))
        expected.insert("{\"n\":\(number),\"last\":1}")
      case 1:
        try folder.append(bytes: folder.read(name(number)), to: name(number) + ".1")
        folder.truncate(name(number), to: 0)
        try folder.append("{\"n\":\(number),\"new\":1}\n", to: name(number))
      case 2:
        folder.remove(name(number))
        continue
      default: try folder.append("{\"n\":\(number),\"new\":1}\n", to: name(number))
      }
      expected.insert("{\"n\":\(number),\"new\":1}")
    }
    for _ in 0..<3 { try readAll(session, &lines) }
    #expect(lines.sorted() == expected.sorted())
  }

  @Test func aRestartGoesOnInAllOfThem() throws {
    var known: [KnownPosition] = []
    var lines: [String] = []
    for number in 0..<60 { try folder.append("{\"n\":\(number),\"first\":1}\n", to: name(number)) }
    let first = session("*.log")
    try readAll(first, &lines)
    for file in first.files { known.append(KnownPosition(path: file.path, position: file.position)) }
    for number in 0..<60 {
      if number % 2 == 0 { try folder.rename(name(number), to: name(number) + ".1") }
      try folder.append("{\"n\":\(number),\"new\":1}\n", to: name(number))
    }
    let second = session("*.log") { $0.known = known }
    lines = []
    for _ in 0..<3 { try readAll(second, &lines) }
    #expect(lines.sorted() == (0..<60).map { "{\"n\":\($0),\"new\":1}" }.sorted())
  }

  // In a process of its own, as it takes all descriptors of the process.
  @Test func whatCannotBeOpenedIsNamedAndTriedAgain() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      for number in 0..<5 { try folder.append("{\"n\":\(number)}\n", to: "f\(number).log") }
      let tail = try Recorder([folder("*.log"), folder("later.log")])
      #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count == 5 })
      var taken: [Int32] = []
      while case let number = dup(0), number >= 0 { taken.append(number) }
      close(taken.removeLast())
      try folder.append("{\"n\":5}\n", to: "later.log")
      taken.append(dup(0))
      let path = folder("later.log")
      #expect(
        await tail.reaches { if case .failed(let text)? = $0.states[path] { text.contains("ulimit") } else { false } })
      for number in taken { close(number) }
      #expect(await tail.reaches { $0.lines.count == 6 && $0.states[path] == .live })
    }
  }
}
