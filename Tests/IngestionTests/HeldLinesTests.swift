import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct HeldLinesTests {
  private func bytes(_ lines: String...) -> [UInt8] { lines.flatMap { Array($0.utf8) + [10] } }

  private func rest(_ held: inout HeldLines) -> String {
    var text = ""
    while let lines = held.takeUnsent() { text += String(decoding: lines, as: UTF8.self) }
    return text
  }

  @Test func linesAreTakenInOrderAndHeldUntilTheyAreAcknowledged() {
    var held = HeldLines()
    held.append(bytes("a", "b"))
    #expect(held.takeUnsent() == bytes("a", "b"))
    let mark = held.mark
    held.append(bytes("c"))
    #expect(held.count == 3 && held.bytes == 6 && held.unacknowledgedBytes == 4)
    held.acknowledge(mark)
    #expect(held.count == 1 && held.bytes == 2 && held.unacknowledgedBytes == 0)
    #expect(rest(&held) == "c\n")
    held.acknowledge(held.mark)
    #expect(held.isEmpty && held.bytes == 0)
  }

  @Test func theOldestAreDroppedFirst() {
    var held = HeldLines()
    for number in 0..<10 { held.append([UInt8](repeating: UInt8(48 + number), count: 40_000) + [10]) }
    #expect(held.dropOldest(to: 100_000) == 8)
    #expect(held.count == 2 && held.bytes == 80_002)
    #expect(held.takeUnsent()?.first == UInt8(ascii: "8"))
    #expect(held.dropOldest(to: 0) == 2)
    #expect(held.isEmpty && !held.hasUnsent)
  }

  // "a1" and "b" are sent; of "c", "d1", "e" all but the last bytes, the first of which is the line feed of "c", or "c" itself.
  @Test(arguments: [(6, "a1\nd1\ne\n", 2), (7, "a1\nc\nd1\ne\n", 1), (0, "a1\nd1\n", 3)])
  func afterABreakOnlyWhatCountsOnceOrDidNotArriveIsSentAgain(unsent: Int, again: String, released: Int) {
    var held = HeldLines()
    held.append(bytes("a1", "b"))
    _ = held.takeUnsent()
    held.append(bytes("c", "d1", "e"))
    _ = held.takeUnsent()
    #expect(held.rewind(remaining: unsent) { $0.last == UInt8(ascii: "1") } == released)
    #expect(held.bytes == again.utf8.count && held.unacknowledgedBytes == 0)
    #expect(rest(&held) == again)
  }

  @Test(arguments: [
    (#"{"wrapper_name":"w","operation_id":"x"}"#, true), (#"{ "operation_id" : "x" }"#, true),
    (#"{"a":{"operation_id":"x"}}"#, false), (#"{"a":["operation_id","x"]}"#, false),
    (#"{"a":"operation_id","b":"x"}"#, false), (#"{"a":"\"operation_id\":\"x\""}"#, false),
    (#"{"a":"\\","operation_id":"x"}"#, true), (#"{"operation_id":""}"#, false), (#"{"operation_id":7}"#, false),
    (#"{"operation_id":null}"#, false), (#"{"operation_id""#, false), (#"{"operation_id":"#, false), ("", false),
    (#""operation_id":"x""#, false), (#"{"a":1,"operation_id":"x"#, true), (#"{"a":"\"#, false),
  ])
  func anOperationsOwnIDIsFound(line: String, hasID: Bool) {
    #expect(OperationIDScanner.hasOperationID(Array(line.utf8)[...]) == hasID)
  }
}
