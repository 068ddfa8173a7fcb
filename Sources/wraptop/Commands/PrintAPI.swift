import ArgumentParser
import Foundation
import Service

/// What a core answers that runs, for who writes a client.
struct PrintAPI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api", abstract: "List what a running core answers over its API, or print its description.",
    discussion: """
      Each line has the method and the path, the right that is needed, and what it is for.

        wraptop api
        wraptop api --openapi > wraptop.json
        curl --unix-socket $XDG_RUNTIME_DIR/wraptop/api.sock http://localhost/v1/snapshot
      """)

  @Flag(name: .long, help: "Print the description as OpenAPI 3.1, the same as GET /openapi.json.")
  var openapi = false

  func run() throws {
    guard !openapi else { return try StandardOutput.write(APIServer.description) }
    let rows = APIServer.summaries
    let width = rows.map(\.call.count).max() ?? 0
    for row in rows {
      let call = row.call.padding(toLength: width + 2, withPad: " ", startingAt: 0)
      try StandardOutput.line(call + row.right.padding(toLength: 8, withPad: " ", startingAt: 0) + row.summary)
    }
  }
}
