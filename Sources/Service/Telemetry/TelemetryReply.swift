import Events
import HTTPServer
import OTLPProtobuf
import PlainText

/// Writes answers of OTLP over HTTP, in the encoding of the request (article Telemetry).
enum TelemetryReply {
  static let protobuf = "application/x-protobuf"
  static let json = "application/json"
  /// The types that a request may have. Some senders leave the x- out.
  static let types = [protobuf, json, "application/protobuf"]

  /// The answer to a request that was taken in, but for so many records.
  static func response(
    to head: HTTPHead, of signal: TelemetrySignal, rejected: UInt64, message: String
  ) -> HTTPResponse {
    guard head.mediaType == json else {
      return HTTPResponse(
        type: head.mediaType, body: TelemetryAnswer.response(rejected: rejected, message: message))
    }
    var writer = JSONWriter()
    writer.object { response in
      guard rejected > 0 else { return }
      response.key("partialSuccess")
      response.object { partial in
        // Numbers of 64 bits are texts.
        partial.field(signal.rejectedKey, "\(rejected)")
        partial.field("errorMessage", message)
      }
    }
    return HTTPResponse(type: json, body: writer.bytes)
  }

  /// The answer to a request that was not taken in: a google.rpc.Status, or a text for who speaks neither encoding.
  static func problem(_ problem: HTTPProblem, to head: HTTPHead?) -> HTTPResponse {
    var response = HTTPResponse(problem.status, fields: problem.fields)
    var message = problem.message
    if head?.mediaType?.hasPrefix("application/grpc") == true { message = refusalOfGRPC }
    switch head?.mediaType {
    case protobuf, "application/protobuf":
      response.content = .bytes(TelemetryAnswer.problem(code: problem.rpcCode, message: message))
      response.fields["Content-Type"] = head?.mediaType
    case json:
      var writer = JSONWriter()
      writer.object { status in
        status.field("code", Int64(problem.rpcCode))
        status.field("message", message)
      }
      response.content = .bytes(writer.bytes)
      response.fields["Content-Type"] = json
    default:
      response.content = .bytes(Array("\(message)\n".utf8))
      response.fields["Content-Type"] = "text/plain; charset=utf-8"
    }
    return response
  }

  /// What a sender is told that speaks gRPC.
  static let refusalOfGRPC =
    "wraptop takes OTLP over HTTP, not gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf for the sender"
}

extension HTTPProblem {
  // google.rpc.Code, as the statuses of HTTP map to it.
  fileprivate var rpcCode: Int32 {
    switch status {
    case 400, 415, 431: 3
    case 401: 16
    case 403: 7
    case 404: 5
    case 405: 12
    case 408: 4
    case 413, 429: 8
    case 503: 14
    default: 2
    }
  }
}

extension TelemetrySignal {
  /// Where it is posted to.
  var path: String { "/v1/\(rawValue)" }

  /// Under which key JSON says how many records were rejected.
  fileprivate var rejectedKey: String {
    switch self {
    case .traces: "rejectedSpans"
    case .logs: "rejectedLogRecords"
    case .metrics: "rejectedDataPoints"
    }
  }
}
