import Foundation
import HTTPServer
import TestSupport
import Testing

@testable import Service

/// The page for a browser (article Installing, A page for browsers).
@Suite(.waiting) struct PageTests {
  private static let browser = "/usr/bin/chromium"

  private func text(_ response: HTTPResponse) -> String {
    guard case .bytes(let bytes) = response.content else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func itIsOneDocumentThatABrowserMayNotExtend() {
    let page = PageRoutes.response(nonce: "n0nce")
    let text = text(page)
    #expect(!text.contains("{{") && text.hasPrefix("<!doctype html>"))
    #expect(text.matches(of: /<(script|style) nonce="n0nce">/).count == 2)
    #expect(text.matches(of: /<(script|style|link|img|iframe)\b/).count == 3, "two, and the icon that is none")
    #expect(text.firstMatch(of: /\s(style|on[a-z]+)="/) == nil, "the policy forbids what stands in attributes")
    #expect(text.firstMatch(of: /innerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|cookie/) == nil)
    #expect(text.matches(of: /https?:\/\//).count == 1, "the name of SVG")
    #expect(page.fields["Content-Security-Policy"]?.contains("default-src 'none'; script-src 'nonce-n0nce'") == true)
    #expect(page.fields["Cache-Control"] == "no-store")
  }

  @Test func itNeedsNoToken() throws {
    let route = try #require(PageRoutes().routes.first)
    #expect(route.path == "/" && route.right.isEmpty)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: browser), "needs chromium"))
  func aBrowserDrawsIt() throws {
    let folder = try TemporaryFolder()
    let page = PageRoutes.response(nonce: "n0nce")
    try text(page).write(toFile: folder("page.html"), atomically: true, encoding: .utf8)
    try JSONEncoder().encode(page.fields).write(to: URL(filePath: folder("fields.json")))
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "page.py").path
    let run = try ProgramRun(
      "/usr/bin/env", ["python3", script, folder("")], environment: ["PATH": "/usr/bin:/bin", "HOME": folder("")],
      within: .seconds(240))
    #expect(run.status == 0 && run.output == "the page is well\n", "\(run.output)\(run.errors)")
  }
}
