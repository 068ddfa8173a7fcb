import SwiftProtobuf

/// What a receiver of OTLP answers, in the encoding of protobuf. The answers to spans, log records and metrics have the
/// same fields.
package enum TelemetryAnswer {
  /// All was taken, or all but so many records.
  package static func response(rejected: UInt64, message: String) -> [UInt8] {
    var response = ProtoExportResponse()
    if rejected > 0 {
      response.partialSuccess.rejected = Int64(clamping: rejected)
      response.partialSuccess.errorMessage = message
    }
    return encoded(response)
  }

  /// Nothing was taken (google.rpc.Status).
  package static func problem(code: Int32, message: String) -> [UInt8] {
    encoded(
      ProtoProblem.with {
        $0.code = code
        $0.message = message
      })
  }

  // Only messages with required fields, or with fields of 2 GiB, cannot be encoded.
  private static func encoded(_ message: some Message) -> [UInt8] { (try? message.serializedBytes()) ?? [] }
}
