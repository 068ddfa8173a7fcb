/// Something that draws itself into a part of a grid. It never draws outside of that part, and it takes any part:
/// where there is too little room it shows less.
package protocol Widget {
  func draw(in area: Rect, on grid: inout CellGrid)
}
