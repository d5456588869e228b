// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake

/// Pairs of a history's events with how they relate, as somebody else worked out.
struct CausalPairs {
  private struct Pair {
    let left: Int
    let right: Int
    let relation: String
  }

  private let pairs: [Pair]

  /// Reads pairs from CSV: two events and `before`, `after`, `concurrent` or `equal` a row.
  init(at path: String) throws {
    var bytes: [UInt8] = []
    let source = try ByteSource(path: path)
    while let chunk = try source.next() {
      bytes += chunk
    }
    let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
    pairs = try rows.map { row in
      let cells = row.split(separator: ",")
      guard cells.count == 3, let left = Int(cells[0]), let right = Int(cells[1]) else {
        throw HistoryFault("The row \u{201c}\(row)\u{201d} is not two events and their relation.")
      }
      return Pair(left: left, right: right, relation: String(cells[2]))
    }
  }

  /// How many pairs relate as they should, by relation, and those that do not, each in a sentence.
  func check(against events: [EditEvent]) throws -> (right: [String: Int], wrong: [String]) {
    let seen = try vectors(of: events)
    var (right, wrong) = ([String: Int](), [String]())
    for pair in pairs {
      guard let left = seen[pair.left], let other = seen[pair.right] else {
        throw HistoryFault("The history has no event \(pair.left) or no event \(pair.right).")
      }
      let relation = "\(left.order(to: other))"
      if relation == pair.relation {
        right[relation, default: 0] += 1
      } else {
        wrong.append("\(pair.left) is \(relation) \(pair.right), not \(pair.relation)")
      }
    }
    return (right, wrong)
  }

  /// What each event that the pairs name had seen, itself included.
  private func vectors(of events: [EditEvent]) throws -> [Int: VersionVector] {
    let asked = Set(pairs.flatMap { [$0.left, $0.right] })
    var children: [Int: Int] = [:]
    for parent in events.flatMap(\.parents) {
      children[parent, default: 0] += 1
    }
    var result: [Int: VersionVector] = [:]
    for event in events {
      var vector = VersionVector()
      for parent in event.parents {
        guard let seen = result[parent] else {
          throw HistoryFault("Event \(parent) is named as a parent before it happened.")
        }
        vector.merge(seen)
        children[parent, default: 1] -= 1
        if children[parent] == 0, !asked.contains(parent) {
          result[parent] = nil
        }
      }
      vector.insert(event.dot)
      result[event.number] = vector
    }
    return result
  }
}
