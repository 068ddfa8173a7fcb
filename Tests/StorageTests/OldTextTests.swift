import Events
import Monitoring
import Testing

@testable import Storage

/// Texts that an older version kept, which knew fewer shapes of keys (article Security).
@Suite struct OldTextTests {
  @Test func areRedactedWhenTheyAreRead() throws {
    var record = OperationRecord(
      operationID: "call?key=hunter2", wrapperName: "w", operationType: "chat", start: nil, end: Timestamp(seconds: 1),
      durationMs: 1, status: .error, fallbackUsed: true, fallbackReason: "token=hunter2",
      errorMessage: "404 for url 'https://h.example/v1?key=hunter2'", errorCode: "api-key: hunter2", cost: nil)
    record.metrics = [MetricValue(name: "region", isCustom: true, value: .text("password=hunter2"))]
    let read = try RecordCoding.record(from: RecordCoding.bytes(of: record))
    #expect(read.errorMessage == "404 for url 'https://h.example/v1?key=********'")
    #expect(read.fallbackReason == "token=********" && read.errorCode == "api-key: ********")
    #expect(!"\(read)".contains("hunter2"), "\(read)")
  }
}
