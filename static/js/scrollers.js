// Blocks of code and tables that scroll by themselves can be reached by keyboard, and so be scrolled.

export default function scrollers(root) {
  for (const block of root.querySelectorAll("pre, table")) {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
  }
}
