// SPDX-License-Identifier: Apache-2.0
import FieldModel

/// One entry of a program file, with the place of each of its keys.
struct ProgramEntry {
  let node: YAMLNode
  let draft: Draft
  private let nodes: [String: YAMLNode]

  /// Where a field stands.
  func node(of path: FieldPath) -> YAMLNode {
    nodes[path.text] ?? node
  }

  /// The entries of a section: one for the program, a list for all others.
  static func entries(
    of section: YAMLNode,
    _ kind: RecordKind,
    _ reader: inout YAMLReader
  ) -> [ProgramEntry] {
    if kind == .program {
      return [ProgramEntry(section, kind, &reader)].compactMap(\.self)
    }
    guard let items = section.items else {
      reader.add(section.fault("a list of entries, each after a dash, has to stand here"))
      return []
    }
    return items.compactMap { item in
      let code = item.entries?.first { $0.key == "code" }?.value.text
      let path = code.map { section.path + ["entry “\($0)”"] } ?? item.path
      return ProgramEntry(item.called(path), kind, &reader)
    }
  }

  private init?(_ node: YAMLNode, _ kind: RecordKind, _ reader: inout YAMLReader) {
    guard let named = node.entries else {
      reader.add(node.fault("keys and values have to stand here"))
      return nil
    }
    let fields = FieldSchema.fields(of: kind)
    let known = fields.map(\.path.text) + ["attributes"]
    var puts: [Put] = []
    for (key, value) in reader.entries(of: node, known: known) where !value.isBlank {
      let value = value.called(node.path + [key])
      if key == "attributes" {
        puts += reader.attributes(of: value, in: kind)
      } else if let field = fields.first(where: { $0.path.text == key }),
        let read = reader.value(of: value, field, in: kind)
      {
        puts.append(Put(field.path, read))
      }
    }
    guard let key = ProgramEntry.key(of: kind, puts) else {
      reader.add(node.fault("the entry has no code", hint: "Give it a “code” of its own."))
      return nil
    }
    self.node = node
    nodes = Dictionary(named.map { ($0.key, $0.value.called(node.path + [$0.key])) }) { $1 }
    draft = Draft(kind, key: key, puts: puts, line: node.line)
    checkOrder("min", "max", &reader)
    checkOrder("from", kind == .assignment ? "due" : "to", &reader)
  }

  /// What makes an entry one and the same when the file is read again; nil where it does not say.
  private static func key(of kind: RecordKind, _ puts: [Put]) -> [String]? {
    func text(_ path: FieldPath) -> String {
      puts.first { $0.path == path }?.value.text ?? ""
    }
    let code = text("code")
    switch kind {
    case .target:
      return [text("interaction"), text("measure"), text("wave"), text("unit")]
    case .assignment where code.isEmpty:
      return [text("shopper"), text("location"), text("scenario"), text("wave")]
    default:
      return code.isEmpty ? nil : [code]
    }
  }

  private func checkOrder(_ low: FieldPath, _ high: FieldPath, _ reader: inout YAMLReader) {
    let isReversed =
      switch (draft[low], draft[high]) {
      case (.number(let low)?, .number(let high)?): low > high
      case (.day(let low)?, .day(let high)?): low > high
      default: false
      }
    if isReversed {
      reader.add(node(of: low).fault("“\(low)” lies after “\(high)”", hint: "Swap them."))
    }
  }
}

extension YAMLReader {
  /// The free attributes; those that reports understand have to be such that they can.
  fileprivate mutating func attributes(of node: YAMLNode, in kind: RecordKind) -> [Put] {
    let texts = texts(of: node)
    for (name, value) in node.entries ?? [] where kind == .interaction {
      if let fault = value.text.flatMap({ Typed.objection(toAttribute: name, $0) }) {
        add(value.fault(fault))
      }
    }
    return texts.map { Put(FieldPath(FieldSchema.attributePrefix + $0.key), .text($0.value)) }
  }

  /// The value of a field; nil, with a fault, where it cannot be read.
  fileprivate mutating func value(
    of node: YAMLNode,
    _ field: FieldSpecification,
    in kind: RecordKind
  ) -> FieldValue? {
    if field.type == .choices, let items = node.items {
      return .choices(items.compactMap { text(of: $0) })
    }
    guard let text = text(of: node) else { return nil }
    // No field of a definition is a moment, so the clock that moments are counted from is idle.
    let reader = FieldReader(now: LocalTime(milliseconds: 0), zone: .utc)
    switch reader.reading(of: text, for: field) {
    case .value(let value):
      if let objection = FieldSchema.objection(to: Put(field.path, value), in: kind) {
        add(node.fault(objection))
      }
      return value
    case .unreadable(let unreadable):
      add(node.fault(unreadable))
      return nil
    }
  }
}

extension YAMLNode {
  fileprivate func fault(_ unreadable: Unreadable) -> YAMLFault {
    let hint = unreadable.suggestion.map { "Did you mean “\($0)”?" }
    return fault("“\(unreadable.typed)” \(unreadable.problem)", hint: hint)
  }
}
