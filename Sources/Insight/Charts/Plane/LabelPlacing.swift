// SPDX-License-Identifier: Apache-2.0

/// Finds places for labels beside their points, so that none lies upon another.
struct LabelPlacing {
  /// A place for a label.
  struct Place {
    /// The label's room.
    let box: Box
    /// The end of a line from the label to its point, where the label is not right beside it.
    let leader: Point?
  }

  private let frame: Box
  private var taken: [Box]
  /// What labels rather keep off, such as lines.
  private let avoided: [Box]

  /// Places within a frame, beside what is there already.
  init(within frame: Box, taken: [Box], avoided: [Box]) {
    self.frame = frame
    self.taken = taken
    self.avoided = avoided
  }

  /// The nearest free place for a label, which is then taken; nil where there is none within reach.
  ///
  /// Preferred is a place at home, in the part of the frame that the point lies in.
  mutating func place(width: Double, beside point: Point, at home: Box, reach: Double) -> Place? {
    let wishes = [(home, taken + avoided), (frame, taken + avoided), (frame, taken)]
    for (region, obstacles) in wishes {
      for offset in LabelPlacing.offsets where offset.distance <= reach {
        let box = offset.box(width: width, from: point, within: region)
        guard region.contains(box), !obstacles.contains(where: box.overlaps) else { continue }
        let end = Point(
          x: min(max(point.x, box.x), box.x + width),
          y: min(max(point.y, box.y), box.y + box.height)
        )
        let steps = offset.isClose ? [] : LabelPlacing.steps(from: point, to: end)
        guard !steps.contains(where: { step in taken.contains(where: step.overlaps) }) else {
          continue
        }
        taken += [box] + steps
        return Place(box: box, leader: offset.isClose ? nil : end)
      }
    }
    return nil
  }

  /// Small boxes along a line, from where it leaves its point.
  private static func steps(from start: Point, to end: Point) -> [Box] {
    let (width, height) = (end.x - start.x, end.y - start.y)
    let length = (width * width + height * height).squareRoot()
    guard length > 8 else { return [] }
    return stride(from: 8, through: length, by: 4).map { distance in
      let share = distance / length
      return Box(
        x: start.x + width * share - 1,
        y: start.y + height * share - 1,
        width: 2,
        height: 2
      )
    }
  }

  /// Where a label may be, seen from its point.
  private struct Offset {
    /// From the point to the label.
    let distance: Double
    /// The direction of that.
    let direction: (x: Double, y: Double)
    /// The part of the label's width that lies left of there.
    let before: Double
    /// The part of the label's height that lies above there.
    let above: Double

    /// Whether the label needs no line to its point.
    var isClose: Bool { distance < 10 }

    /// The label's room; what stands above or below its point moves sideways to stay in a region.
    func box(width: Double, from point: Point, within region: Box) -> Box {
      let height = 15.0
      let wanted = point.x + direction.x * distance - before * width
      let ends = (region.x + 3, region.x + region.width - width - 3)
      let slides = isClose && direction.x == 0 && ends.0 <= ends.1
      let moved = slides ? min(max(wanted, ends.0), ends.1) : wanted
      return Box(
        x: moved,
        y: point.y + direction.y * distance - above * height,
        width: width,
        height: height
      )
    }
  }

  /// The places tried, the best first: close by, then around in growing circles.
  private static let offsets: [Offset] = {
    let sides = [(1.0, 0.0), (-1.0, 1.0)].map { x, before in
      Offset(distance: 9, direction: (x, 0), before: before, above: 0.5)
    }
    let levels = [0.5, 0.25, 0.75, 0.05, 0.95].flatMap { before in
      [(-1.0, 1.0), (1.0, 0.0)].map { y, above in
        Offset(distance: 9, direction: (0, y), before: before, above: above)
      }
    }
    let quarter: [(Double, Double)] = [(1, 0), (0.92, 0.38), (0.7, 0.7), (0.38, 0.92)]
    let half = quarter + quarter.map { (-$0.1, $0.0) }
    let circle = half + half.map { (-$0.0, -$0.1) }
    let around = stride(from: 18.0, through: 260, by: 11).flatMap { distance in
      circle.map { x, y in
        Offset(distance: distance, direction: (x, y), before: part(x), above: part(y))
      }
    }
    return sides + levels + around
  }()

  /// The part of a label that lies before its place, seen from a point in this direction.
  private static func part(_ direction: Double) -> Double {
    direction > 0.2 ? 0 : direction < -0.2 ? 1 : 0.5
  }
}
