import NIOHTTP1

extension HTTPRequestHead {
  /// Refuses what is valid, or nearly so, and what other readers of the same bytes may understand differently, so that a request
  /// could hide in another one.
  ///
  /// - Throws: 400, or 501 for a transfer coding that is not known.
  func checkFraming() throws(HTTPProblem) {
    guard uri.hasPrefix("/") else {
      throw HTTPProblem(400, "the target of a request is a path here, which begins with a slash")
    }
    guard headers["Host"].count <= 1 else { throw HTTPProblem(400, "the request names its host twice") }
    let lengths = headers["Content-Length"]
    let codings = headers["Transfer-Encoding"]
    guard lengths.count <= 1, codings.isEmpty || lengths.isEmpty else {
      throw HTTPProblem(400, "the request says twice how long its body is")
    }
    if let coding = codings.first {
      guard codings.count == 1, coding.lowercased() == "chunked" else {
        throw HTTPProblem(501, "the only transfer coding is chunked")
      }
      guard version != .http1_0 else { throw HTTPProblem(400, "HTTP/1.0 knows no transfer codings") }
    }
  }
}
