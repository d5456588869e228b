// SPDX-License-Identifier: Apache-2.0
import FieldModel

extension Mapping {
  /// Reads a mapping file.
  ///
  /// - Parameters:
  ///   - yaml: The file's text.
  ///   - file: The file as the person named it.
  /// - Throws: ``YAMLFaults`` with everything that is wrong, unknown keys among it.
  package init(yaml: String, file: String) throws(YAMLFaults) {
    var reader = YAMLReader(file: file)
    self.init()
    if let root = try reader.root(of: yaml) {
      read(root, &reader)
    }
    try reader.finish()
  }

  private mutating func read(_ root: YAMLNode, _ reader: inout YAMLReader) {
    let tableNames = IntakeTable.allCases.map(\.rawValue)
    let entries = reader.entries(of: root, known: ["zone", "dates", "missing"] + tableNames)
    var forAll = TableMapping()
    for (key, node) in entries {
      switch key {
      case "zone": zone = reader.zone(node)
      case "dates": forAll.order = reader.order(node) ?? .iso
      case "missing": forAll.missing = reader.missing(node)
      default: break
      }
    }
    for table in IntakeTable.allCases {
      tables[table] = forAll
    }
    for (key, node) in entries {
      if let table = IntakeTable(rawValue: key) {
        tables[table] = reader.tableMapping(node, of: table, from: forAll)
      }
    }
  }
}

extension YAMLReader {
  fileprivate static let tableKeys = [
    "columns", "constants", "values", "missing", "dates", "attributes", "checks", "period", "wide",
    "repeats",
  ]

  fileprivate mutating func tableMapping(
    _ node: YAMLNode,
    of table: IntakeTable,
    from general: TableMapping
  ) -> TableMapping {
    var mapping = general
    let known = YAMLReader.tableKeys.filter {
      table == .observations || !["wide", "repeats"].contains($0)
    }
    for (key, value) in entries(of: node, known: known) {
      switch key {
      case "columns": mapping.columns = columns(value, of: table)
      case "constants": mapping.constants = columns(value, of: table)
      case "values": mapping.values = values(value, of: table)
      case "missing": mapping.missing.merge(missing(value)) { $1 }
      case "dates": mapping.order = order(value) ?? mapping.order
      case "attributes": mapping.attributes = attributes(value)
      case "checks": mapping.checks = checks(value)
      case "period": mapping.period = period(value)
      case "wide": mapping.wide = wide(value)
      case "repeats": mapping.numbersRepeats = repeats(value)
      default: break
      }
    }
    return mapping
  }

  fileprivate mutating func zone(_ node: YAMLNode) -> ZoneRules? {
    guard let name = text(of: node) else { return nil }
    let zone = ZoneRules(named: name)
    if zone == nil {
      add(node.fault("the zone “\(name)” is not known", hint: "Write it like “Europe/Oslo”."))
    }
    return zone
  }

  fileprivate mutating func order(_ node: YAMLNode) -> DayOrder? {
    guard let typed = text(of: node) else { return nil }
    let order = DayOrder(typed)
    if order == nil {
      add(node.fault("“\(typed)” is no order of dates", hint: "Write it like “d/m/y”."))
    }
    return order
  }

  /// Our column by anything.
  fileprivate mutating func columns(
    _ node: YAMLNode,
    of table: IntakeTable
  ) -> [String: String] {
    let known = entries(of: node, known: table.columns)
    return Dictionary(known.compactMap { key, value in text(of: value).map { (key, $0) } }) { $1 }
  }

  fileprivate mutating func values(
    _ node: YAMLNode,
    of table: IntakeTable
  ) -> [String: [String: String]] {
    let known = entries(of: node, known: table.columns)
    return Dictionary(known.map { ($0, Dictionary(texts(of: $1).map { ($0, $1) }) { $1 }) }) { $1 }
  }

  /// Words with why there is no value, or a list of words that stand for a blank.
  fileprivate mutating func missing(_ node: YAMLNode) -> [String: AbsentReason] {
    if let items = node.items {
      let words = items.compactMap { text(of: $0) }
      return Dictionary(words.map { ($0, .leftBlank) }) { $1 }
    }
    var reasons: [String: AbsentReason] = [:]
    for (word, value) in node.entries ?? [] {
      let known = AbsentReason.allCases.map(\.rawValue)
      let typed = text(of: value) ?? ""
      if let reason = AbsentReason(rawValue: typed) {
        reasons[word] = reason
      } else {
        let hint = "It is one of " + known.joined(separator: ", ") + "."
        add(value.fault("“\(typed)” is no reason for a missing value", hint: hint))
      }
    }
    if node.entries == nil, !node.isBlank {
      add(node.fault("a list of words, or words with their reasons, have to stand here"))
    }
    return reasons
  }

  fileprivate mutating func attributes(_ node: YAMLNode) -> TableMapping.Attributes {
    if let items = node.items {
      return .only(items.compactMap { text(of: $0) })
    }
    switch node.text {
    case "all": return .all
    case "none": return .only([])
    default:
      add(node.fault("“all”, “none” or a list of columns has to stand here"))
      return .all
    }
  }

  fileprivate mutating func checks(_ node: YAMLNode) -> [String: TableMapping.Check] {
    var checks: [String: TableMapping.Check] = [:]
    for (column, value) in node.entries ?? [] {
      if let items = value.items {
        checks[column] = .oneOf(items.compactMap { text(of: $0) })
      } else if let kind = value.text.flatMap(AnswerKind.init) {
        checks[column] = .kind(kind)
      } else {
        let kinds = AnswerKind.allCases.map(\.rawValue).joined(separator: ", ")
        add(value.fault("a list of words or one kind has to stand here", hint: "Kinds: \(kinds)."))
      }
    }
    return checks
  }

  fileprivate mutating func period(_ node: YAMLNode) -> ClosedRange<CalendarDate>? {
    var days: [String: CalendarDate] = [:]
    for (key, value) in entries(of: node, known: ["from", "to"]) {
      days[key] = value.text.flatMap { CalendarDate($0) }
    }
    guard let from = days["from"], let to = days["to"], from <= to else {
      add(node.fault("a period needs “from” and “to”", hint: "Write days like 2026-02-01."))
      return nil
    }
    return from...to
  }

  /// A column by the code of the interaction, or what there is to say of that column.
  fileprivate mutating func wide(_ node: YAMLNode) -> [String: WideColumn] {
    var wide: [String: WideColumn] = [:]
    for (code, value) in node.entries ?? [] {
      guard value.entries != nil else {
        wide[code] = text(of: value).map(WideColumn.init(_:))
        continue
      }
      let own = entries(of: value, known: ["column", "values", "missing"])
      guard let column = own.first(where: { $0.key == "column" }).flatMap({ text(of: $0.value) })
      else {
        add(value.fault("no column is named", hint: "Name it: column."))
        continue
      }
      var answers = WideColumn(column)
      for (key, value) in own {
        switch key {
        case "values": answers.values = Dictionary(texts(of: value).map { ($0, $1) }) { $1 }
        case "missing": answers.missing = missing(value)
        default: break
        }
      }
      wide[code] = answers
    }
    return wide
  }

  fileprivate mutating func repeats(_ node: YAMLNode) -> Bool {
    switch node.text {
    case "numbered": return true
    case "refused": return false
    default:
      add(node.fault("“numbered” or “refused” has to stand here"))
      return false
    }
  }
}
