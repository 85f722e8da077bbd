/// The `outputRawFormat` of a consumed operation.
public enum ResponseFormat: String, Sendable, CaseIterable {
  /// JSON, the default.
  case json
  /// XML.
  case xml
  /// Apache Avro.
  case avro
  /// Protocol buffers.
  case protobuf
  /// Comma-separated values.
  case csv
  /// Tab-separated values.
  case tsv
  /// Pipe-separated values.
  case psv
  /// YAML.
  case yaml
  /// HTML.
  case html
  /// Markdown.
  case markdown
  /// Bytes passed through; not in the official schema, but in published documents.
  case binary
}
