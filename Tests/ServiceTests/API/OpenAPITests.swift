import Foundation
import HTTPServer
import TestSupport
import Testing

@testable import Service

/// The description of the API, which comes from the table of its routes (article API).
@Suite(.waiting) struct OpenAPITests {
  private func described() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(APIServer.description)) as? [String: Any])
  }

  @Test func everyPathIsDescribed() throws {
    let document = try described()
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    let calls = paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } }
    #expect(Set(calls) == Set(APIServer.summaries.map(\.call)) && calls.count == APIServer.summaries.count)
    for call in ["GET /v1/snapshot", "PATCH /v1/config/{name}", "POST /v1/events", "GET /healthz", "GET /openapi.json"]
    {
      #expect(calls.contains(call))
    }
    let change = try #require(paths["/v1/config/{name}"]?["patch"]?["parameters"] as? [[String: Any]])
    #expect(change.contains { $0["name"] as? String == "If-Match" && $0["required"] as? Bool == true })
    let ids = paths.values.flatMap(\.values).compactMap { $0["operationId"] as? String }
    #expect(Set(ids).count == calls.count)
  }

  @Test func whatIsReferredToIsThere() throws {
    let document = try described()
    let components = try #require(document["components"] as? [String: Any])
    let schemas = try #require(components["schemas"] as? [String: Any])
    let text = String(decoding: APIServer.description, as: UTF8.self)
    let references = text.matches(of: /"\$ref":"#\/components\/schemas\/([A-Za-z]+)"/).map { String($0.output.1) }
    #expect(Set(references).isSubset(of: schemas.keys) && references.count > 20)
    #expect(Set(schemas.keys).subtracting(references).isEmpty, "not referred to")
  }

  @Test func aServerSaysTheSame() async throws {
    try await ServedSession(keepsStore: false).serve { client in
      let answer = try client.ask("GET", "/openapi.json")
      #expect(answer.status == 200 && answer.body == APIServer.description)
    }
  }
}
