//! From answers to a page: one file a form. Reports lay out what an audit found and decide nothing.

pub mod comparison;
pub mod department;
pub mod evaluation;
pub mod explanation;
pub mod graph;
pub mod html;
pub mod json;
pub mod plan;
pub mod rules;
pub mod text;
pub mod understanding;
mod work;
pub mod xlsx;
