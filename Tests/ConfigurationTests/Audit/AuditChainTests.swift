import Configuration
import Testing

/// What an audit trail tells of what was done to it. Hashes are made up here: only whether they are equal matters.
@Suite struct AuditChainTests {
  private let actor = AuditActor(uid: 1, user: "u", from: "local")

  private func record(_ number: Int, after hash: String) -> AuditRecord {
    AuditEntry(actor: actor, action: .change, wrapper: "w", field: "f", layer: "runtime")
      .record(after: AuditHead(number: number - 1, hash: hash), at: "t")
  }

  /// A line by the number of its record; nil for none. `hash` is its own, `previous` the one that it carries.
  private func line(_ number: Int?, hash: String? = nil, previous: String? = nil) -> (AuditRecord?, String) {
    guard let number else { return (nil, hash ?? "none") }
    let before = number == 1 ? AuditHead.start.hash : "h\(number - 1)"
    return (record(number, after: previous ?? before), hash ?? "h\(number)")
  }

  private func faults(_ lines: [(AuditRecord?, String)], _ heads: [AuditHead] = []) -> [String] {
    var chain = AuditChain(file: "a", heads: heads)
    for (record, hash) in lines { chain.feed(record, hash: hash) }
    return chain.finish().map { "\($0.place.line) \($0.kind.rawValue)" }
  }

  @Test func aWholeTrailIsWithoutFault() {
    #expect(faults([]) == [])
    let heads = [AuditHead.start, .init(number: 2, hash: "h2"), .init(number: 3, hash: "h3")]
    #expect(faults([line(1), line(2), line(3)], heads) == [])
  }

  @Test func eachFaultIsToldOnceWhereItShows() {
    #expect(faults([line(1), line(2, hash: "x"), line(3)]) == ["3 edited"])
    #expect(faults([line(1), line(4), line(5)]) == ["2 gap"])
    #expect(faults([line(1), line(3), line(2), line(4)]) == ["2 gap", "3 out_of_order", "4 gap"])
    #expect(faults([line(2), line(3)]) == ["1 gap"])
    #expect(faults([line(1, previous: "x"), line(2)]) == ["1 edited"])
    #expect(faults([line(1), line(nil), line(3)]) == ["2 no_record"])
    #expect(faults([line(1), line(nil), line(2)]) == ["2 no_record"])
    #expect(faults([line(1), line(nil), line(4)]) == ["2 no_record", "3 gap"])
  }

  @Test func theEndIsHeldAgainstWhatIsKnownFromElsewhere() {
    let lines = [line(1), line(2)]
    #expect(faults(lines, [.init(number: 4, hash: "h4"), .init(number: 2, hash: "h2")]) == ["2 cut"])
    #expect(faults(lines, [.init(number: 2, hash: "x")]) == ["2 other_end"])
    // Of two that differ, one is wrong.
    #expect(faults(lines, [.init(number: 2, hash: "x"), .init(number: 2, hash: "h2")]) == ["2 other_end"])
    #expect(faults([line(1), line(nil), line(3)], [.init(number: 2, hash: "h2")]) == ["2 no_record", "3 gap"])
    #expect(faults([], [.init(number: 1, hash: "h1")]) == ["1 cut"])
  }

  @Test func aFileOfRubbishIsNotToldLineByLine() {
    let faults = faults((0..<5000).map { _ in line(nil) })
    #expect(faults.count == AuditChain.faultLimit + 1)
  }

  @Test func valuesAreWrittenAsTheyAre() {
    var entry = AuditEntry(actor: actor, action: .rollback, wrapper: "w", field: "f", layer: "runtime", takesBack: 7)
    (entry.old, entry.new) = (nil, .flag(true))
    #expect(entry.record(after: .start, at: "t").line.contains(#""field":"f","new":true,"layer":"runtime""#))
    (entry.old, entry.new) = (.secret, .number(0.00001))
    #expect(entry.record(after: .start, at: "t").line.contains(#""old":"********","new":1e-05,"layer""#))
    #expect(entry.record(after: .start, at: "t").line.contains(#""takes_back":7,"previous""#))
  }
}
