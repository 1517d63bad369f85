//! What several programmes show together, for `coverage.json`.

use serde_json::{Value, json};

use crate::audit::Audit;
use crate::portfolio;

/// The portfolio with programmes by id, components and cells by key; null for a single programme.
pub(super) fn portfolio(audit: &Audit) -> Value {
    let Some(portfolio) = portfolio::of(audit) else { return Value::Null };
    let framework = &audit.framework;
    let id = |programme: &usize| audit.programmes[*programme].programme.id.as_str();
    let ids = |programmes: &[usize]| programmes.iter().map(id).collect::<Vec<_>>();
    let code = |programme: usize, module: usize| &audit.programmes[programme].programme.modules[module].code;
    json!({
        "components": portfolio.components.iter().map(|(component, services)| json!({
            "component": framework.component(*component).key,
            "programmes": services.iter().enumerate().map(|(at, service)| json!({
                "programme": id(&at),
                "required": service.required,
                "covered": service.covered,
                "status": service.status.as_str(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "common": portfolio.common.iter().map(|gap| json!({
            "cell": framework.cell(gap.cell).key,
            "programmes": ids(&gap.programmes),
        })).collect::<Vec<_>>(),
        "lenders": portfolio.lenders.iter().map(|lender| json!({
            "component": framework.component(lender.component).key,
            "programme": id(&lender.programme),
            "modules": lender.modules.iter().map(|module| code(lender.programme, *module)).collect::<Vec<_>>(),
            "for": ids(&lender.borrowers),
        })).collect::<Vec<_>>(),
        "institutions": portfolio.institutions.iter().map(|one| json!({
            "name": one.name,
            "programmes": ids(&one.programmes),
            "required": one.required,
            "covered": one.covered,
            "possible": one.possible,
        })).collect::<Vec<_>>(),
    })
}
