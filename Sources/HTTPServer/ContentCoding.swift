import CZlib

/// How a body was compressed for the way (RFC 9110, 8.4).
enum ContentCoding: Equatable {
  case identity, gzip, deflate

  /// Reads `Content-Encoding`.
  ///
  /// - Throws: 415 for a coding that is not known, and for several.
  init(_ field: String?) throws(HTTPProblem) {
    switch field?.trimmed.lowercased() ?? "" {
    case "", "identity": self = .identity
    case "gzip", "x-gzip": self = .gzip
    case "deflate": self = .deflate
    default:
      throw HTTPProblem(
        415, "this content encoding is not known; use gzip, deflate or none",
        fields: ["Accept-Encoding": "gzip, deflate"])
    }
  }

  /// The body as it was before it was compressed.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that it may have.
  ///   - lease: pays for it as it grows.
  /// - Throws: 400 if it is damaged, 413 beyond the limit.
  func decode(_ body: [UInt8], limit: Int, _ lease: inout BodyLease) throws(HTTPProblem) -> [UInt8] {
    switch self {
    case .identity: body
    case .gzip: try inflate(body, CZ_GZIP, limit, &lease)
    // What has the name deflate is zlib's format. Some send the bare data that it wraps.
    case .deflate: try inflate(body, body.hasZlibHeader ? CZ_ZLIB : CZ_BARE, limit, &lease)
    }
  }

  // Bytes that are decompressed at once.
  private static let portion = 1 << 16

  private func inflate(
    _ body: [UInt8], _ format: cz_format, _ limit: Int, _ lease: inout BodyLease
  ) throws(HTTPProblem) -> [UInt8] {
    guard let inflater = cz_inflater_new(format) else { throw .busy("out of memory; send this request again later") }
    defer { cz_inflater_free(inflater) }
    var decoded: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: Self.portion)
    var at = 0
    while true {
      var taken = min(body.count - at, 1 << 30)
      var given = portion.count
      let outcome = body.withUnsafeBufferPointer { bytes in
        cz_inflate(inflater, bytes.baseAddress.map { $0 + at }, &taken, &portion, &given)
      }
      at += taken
      guard decoded.count + given <= limit else { throw .tooLarge(limit) }
      try lease.grow(by: given)
      decoded += portion[..<given]
      switch outcome {
      case CZ_MEMBER_END where at == body.count: return decoded
      case CZ_MEMBER_END where format == CZ_GZIP: cz_inflater_reset(inflater)
      case CZ_GOING_ON where taken > 0 || given > 0: continue
      case CZ_NO_MEMORY: throw .busy("out of memory; send this request again later")
      default: throw HTTPProblem(400, "the body is not what its content encoding says, or it ends too early")
      }
    }
  }
}

extension HTTPProblem {
  /// A body that has more bytes than it may.
  static func tooLarge(_ limit: Int) -> HTTPProblem {
    HTTPProblem(413, "a body may have \(limit) bytes, also decompressed; send smaller batches")
  }
}

extension [UInt8] {
  /// True for a header of zlib's format (RFC 1950): its method, and a check over both bytes.
  fileprivate var hasZlibHeader: Bool {
    count >= 2 && self[0] & 0x0F == 8 && (Int(self[0]) << 8 | Int(self[1])) % 31 == 0
  }
}
