import PlainText

/// What a path is answered with if all is well.
struct APIAnswer: Sendable {
  var status = 200
  var content: [(type: String, schema: APISchema)]
  /// The answer carries the version of an entry.
  var hasVersion = false

  static func json(_ name: String, hasVersion: Bool = false) -> APIAnswer {
    APIAnswer(content: [("application/json", .named(name))], hasVersion: hasVersion)
  }

  /// Text of a type.
  static func text(_ type: String, status: Int = 200) -> APIAnswer {
    APIAnswer(status: status, content: [(type, .text)])
  }

  /// A document, or lines of JSON.
  static func lines(of name: String) -> APIAnswer {
    APIAnswer(content: [("application/json", .named(name)), ("application/jsonl", .text)])
  }

  /// Rows in each of the formats of an export.
  static func rows(of name: String) -> APIAnswer {
    APIAnswer(content: [
      ("application/json", .list(.named(name))), ("application/jsonl", .text), ("text/csv", .text),
    ])
  }
}

/// Describes the API as OpenAPI 3.1: out of the table of its routes.
enum OpenAPI {
  /// The description, as one JSON document.
  static func document(of routes: [APIRoute]) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("openapi", "3.1.0")
      document.objectField("info") { info in
        info.field("title", "wraptop")
        info.field("version", "1")
        info.field("description", "Figures, alerts and configuration of LLM wrappers (wraptop's article API).")
        info.objectField("license") { license in
          license.field("name", "Apache License 2.0")
          license.field("identifier", "Apache-2.0")
        }
      }
      document.objectField("paths") { paths in
        var known: [String] = []
        for route in routes where !known.contains(route.path) {
          known.append(route.path)
          paths.objectField(route.path) { methods in
            for route in routes.filter({ $0.path == route.path }) {
              methods.objectField(route.method.lowercased()) { route.describe(in: &$0) }
            }
          }
        }
      }
      document.objectField("components") { components in
        components.objectField("schemas") { schemas in
          for (name, schema) in APISchemas.all {
            schemas.key(name)
            schema.write(to: &schemas)
          }
        }
        components.objectField("securitySchemes") { schemes in
          schemes.objectField("token") { scheme in
            scheme.field("type", "http")
            scheme.field("scheme", "bearer")
            scheme.field("description", "For TCP. At the Unix socket the system tells who asks.")
          }
        }
      }
      document.arrayField("security") { list in
        list.object { _ in }
        list.object { need in need.arrayField("token") { _ in } }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension APIRoute {
  fileprivate func describe(in operation: inout JSONWriter) {
    operation.field("summary", summary)
    operation.field("operationId", operationID)
    operation.field("description", "Needs the right to \(right.name).")
    let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    operation.arrayField("parameters") { list in
      for name in names {
        list.object { Self.parameter(name, in: "path", isRequired: true, .pattern("^.+$"), nil, &$0) }
      }
      for parameter in parameters {
        list.object {
          Self.parameter(parameter.name, in: "query", isRequired: false, parameter.schema, parameter.summary, &$0)
        }
      }
      if needsVersion {
        list.object {
          Self.parameter(
            "If-Match", in: "header", isRequired: true, .pattern("^\"[0-9a-z]+\"$"),
            "The ETag that was read; \"0\" for a wrapper without an entry.", &$0)
        }
      }
    }
    if let body {
      operation.objectField("requestBody") { request in
        request.field("required", needsBody)
        request.objectField("content") { content in
          for type in types ?? ["application/json"] {
            content.objectField(type) { media in
              media.key("schema")
              body.write(to: &media)
            }
          }
        }
      }
    }
    operation.objectField("responses") { responses in
      responses.objectField("\(answer.status)") { response in
        response.field("description", "As asked for.")
        if answer.hasVersion {
          response.objectField("headers") { headers in
            headers.objectField("ETag") { header in
              header.field("description", "The version of the wrapper's entry in the runtime layer.")
              header.key("schema")
              APISchema.text.write(to: &header)
            }
          }
        }
        response.objectField("content") { content in
          for (type, schema) in answer.content {
            content.objectField(type) { media in
              media.key("schema")
              schema.write(to: &media)
            }
          }
        }
      }
      responses.objectField("default") { response in
        response.field("description", "Why not (RFC 9457).")
        response.objectField("content") { content in
          content.objectField("application/problem+json") { media in
            media.key("schema")
            APISchema.named("Problem").write(to: &media)
          }
        }
      }
    }
  }

  // Such as get_v1_wrappers_name_series.
  private var operationID: String {
    let parts = path.split { "/{}.".contains($0) }
    return ([method.lowercased()] + parts.map(String.init)).joined(separator: "_")
  }

  private static func parameter(
    _ name: String, in place: String, isRequired: Bool, _ schema: APISchema, _ summary: String?,
    _ object: inout JSONWriter
  ) {
    object.field("name", name)
    object.field("in", place)
    object.field("required", isRequired)
    if let summary { object.field("description", summary) }
    object.key("schema")
    schema.write(to: &object)
  }
}

extension APIParameter {
  fileprivate var schema: APISchema {
    switch kind {
    case .text: .text
    case .flag: .choice(["true", "false"])
    case .time:
      .pattern(
        #"^([0-9]{4}-(0[1-9]|1[0-2])-([01][1-9]|2[0-8])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?|[1-9][0-9]{0,3}[smhd])$"#
      )
    case .count(let range): .count(range)
    case .choice(let choices): .choice(choices)
    }
  }
}
