// SPDX-License-Identifier: Apache-2.0
import Yams

/// A node of a YAML file and the way to it, for errors that a person can follow.
struct YAMLNode {
  let node: Node
  let path: [String]

  /// The node's line, from 1.
  var line: Int {
    node.mark?.line ?? 1
  }

  /// A scalar's text byte for byte; nil for lists and mappings.
  ///
  /// YAML's own ideas of types are left
  /// aside, so that `1.50`, `no` and `2026-02-01` stay what was typed.
  var text: String? {
    node.scalar?.string
  }

  /// Whether nothing stands here: `key:` alone, or `~`.
  var isBlank: Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }

  /// A mapping's entries in order; nil for scalars and lists.
  var entries: [(key: String, value: YAMLNode)]? {
    node.mapping?.map { entry in
      let key = entry.key.scalar?.string ?? ""
      return (key, YAMLNode(node: entry.value, path: path + [key]))
    }
  }

  /// A list's items in order, called by their number from 1; nil for scalars and mappings.
  var items: [YAMLNode]? {
    node.sequence?.enumerated().map { place, item in
      YAMLNode(node: item, path: path + ["entry \(place + 1)"])
    }
  }

  /// The node under another way to it.
  func called(_ path: [String]) -> YAMLNode {
    YAMLNode(node: node, path: path)
  }

  func fault(_ problem: String, hint: String? = nil) -> YAMLFault {
    YAMLFault(line: line, path: path, problem: problem, hint: hint)
  }
}

/// Reads a YAML file's root and gathers what is wrong in it.
struct YAMLReader {
  /// The file as the person named it.
  let file: String

  /// What was found wrong so far.
  private(set) var faults: [YAMLFault] = []

  init(file: String) {
    self.file = file
  }

  /// The root of a text; nil where the text is empty.
  ///
  /// - Throws: ``YAMLFaults`` where the text is not YAML.
  func root(of text: String) throws(YAMLFaults) -> YAMLNode? {
    guard YAMLReferences(in: text).areFew else {
      let problem = "the file refers to its own parts too often"
      let hint = "Write out what stands behind the names that begin with “*”."
      throw YAMLFaults(
        file: file,
        faults: [YAMLFault(line: 1, path: [], problem: problem, hint: hint)]
      )
    }
    do {
      return try compose(yaml: text).map { YAMLNode(node: $0, path: []) }
    } catch let error as YamlError {
      throw YAMLFaults(file: file, faults: [YAMLReader.fault(error)])
    } catch {
      let fault = YAMLFault(line: 1, path: [], problem: "the file is not YAML")
      throw YAMLFaults(file: file, faults: [fault])
    }
  }

  mutating func add(_ fault: YAMLFault) {
    faults.append(fault)
  }

  /// The entries of a mapping whose keys are all known; an unknown key is told with the nearest
  /// known one, and left out.
  mutating func entries(
    of node: YAMLNode,
    known: [String]
  ) -> [(key: String, value: YAMLNode)] {
    guard let entries = node.entries else {
      if !node.isBlank {
        add(node.fault("keys and values have to stand here"))
      }
      return []
    }
    return entries.filter { key, value in
      guard !known.contains(key) else { return true }
      let nearest = NearestName.of(key, among: known).map { "Did you mean “\($0)”?" }
      let hint = nearest ?? "Known here: " + known.joined(separator: ", ") + "."
      add(value.called(node.path).fault("the key “\(key)” is not known", hint: hint))
      return false
    }
  }

  /// Text by text: a mapping of scalars to scalars.
  mutating func texts(of node: YAMLNode) -> [(key: String, value: String)] {
    guard let entries = node.entries else {
      if !node.isBlank {
        add(node.fault("keys and values have to stand here"))
      }
      return []
    }
    return entries.compactMap { key, value in
      if let text = value.text {
        return (key, text)
      }
      add(value.fault("one value has to stand here"))
      return nil
    }
  }

  /// One text.
  mutating func text(of node: YAMLNode) -> String? {
    if node.text == nil {
      add(node.fault("one value has to stand here"))
    }
    return node.text
  }

  /// Ends the reading.
  ///
  /// - Throws: ``YAMLFaults`` where anything was found wrong.
  func finish() throws(YAMLFaults) {
    guard faults.isEmpty else { throw YAMLFaults(file: file, faults: faults) }
  }

  private static func fault(_ error: YamlError) -> YAMLFault {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let problem = "the file is not YAML here, column \(mark.column): \(problem)"
      return YAMLFault(line: mark.line, path: [], problem: problem)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "“\($0)”" }.joined(separator: ", ")
      let problem = "a key stands here twice: \(names)"
      return YAMLFault(line: context.mark.line, path: [], problem: problem)
    case .reader(let problem, _, _, _):
      return YAMLFault(line: 1, path: [], problem: "the file is not YAML: \(problem)")
    default:
      return YAMLFault(line: 1, path: [], problem: "the file is not YAML")
    }
  }
}
