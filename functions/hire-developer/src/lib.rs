//! `/engagements*`: a developer is offered a role of a project, accepts or declines; the engagement rests and ends (not time,
//! which is `log-time`).

use muster::http::routes::Routes;

mod accept;
mod billing;
mod change;
mod charges;
mod course;
mod docs;
mod end;
mod get;
mod leave;
mod list;
mod milestones;
mod offer;
mod pause;
mod rates;
mod refuse;
mod reply;
mod terms;

pub use docs::docs;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .post("/engagements", offer::handle)
        .get("/engagements", list::handle)
        .get("/engagements/{engagement_id}", get::handle)
        .patch("/engagements/{engagement_id}", change::handle)
        .post("/engagements/{engagement_id}/accept", accept::handle)
        .post("/engagements/{engagement_id}/decline", refuse::decline)
        .post("/engagements/{engagement_id}/withdraw", refuse::withdraw)
        .post("/engagements/{engagement_id}/pause", pause::pause)
        .post("/engagements/{engagement_id}/resume", pause::resume)
        .post("/engagements/{engagement_id}/end", end::handle)
        .post("/engagements/{engagement_id}/rates", rates::handle)
        .post("/engagements/{engagement_id}/leave", leave::handle)
        .post("/engagements/{engagement_id}/billing", billing::handle)
        .post("/engagements/{engagement_id}/milestones", milestones::create)
        .post("/engagements/{engagement_id}/milestones/{milestone_id}/deliver", milestones::deliver)
        .post("/engagements/{engagement_id}/milestones/{milestone_id}/accept", milestones::accept)
        .post("/engagements/{engagement_id}/milestones/{milestone_id}/return", milestones::give_back)
        .post("/engagements/{engagement_id}/charges", charges::create)
        .get("/engagements/{engagement_id}/charges", charges::list)
        .delete("/engagements/{engagement_id}/charges/{charge_id}", charges::delete)
}
