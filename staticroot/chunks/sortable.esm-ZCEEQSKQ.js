import{a,b,c,d}from"./chunk-DGLA35GX.js";export{c as MultiDrag,a as Sortable,b as Swap,d as default};
