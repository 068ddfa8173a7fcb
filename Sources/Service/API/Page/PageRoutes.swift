import HTTPServer

/// The page that draws what the API tells, for those without a terminal (article Installing, A page for browsers). It is one document, asks
/// for nothing elsewhere, and can be read by anybody who gets to the listener, as there is nothing in it: its script
/// asks for a token, and with that for figures.
struct PageRoutes: Sendable {
  var routes: [APIRoute] {
    [
      APIRoute(
        "GET", "/", [], "A page that draws overview, wrappers, and costs.", answer: .text("text/html")
      ) { _ throws(HTTPProblem) in
        Self.response(nonce: Self.nonce())
      }
    ]
  }

  /// The document with what a browser may do with it: run this style and this script, and ask here for data.
  ///
  /// - Parameter nonce: a text that nobody can guess, other in each answer.
  static func response(nonce: String) -> HTTPResponse {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let document = text(PackageResources.page_html)
      .replacing("{{nonce}}", with: nonce)
      .replacing("{{style}}", with: text(PackageResources.page_css))
      .replacing("{{script}}", with: text(PackageResources.page_js))
    let policy = """
      default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data:; connect-src 'self'; \
      base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      """
    let fields = [
      "Content-Security-Policy": policy, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
    ]
    return HTTPResponse(200, type: "text/html; charset=utf-8", fields: fields, body: Array(document.utf8))
  }

  private static func nonce() -> String {
    (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
  }
}
